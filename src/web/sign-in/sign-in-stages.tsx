import { useIntl } from "react-intl";
import { LatePart } from "../ui/late-part.tsx";
import { Card } from "./card.tsx";
import { ChangePassword } from "./change-password.tsx";
import { SecondStep } from "./second-step.tsx";
import type { SignedIn, Stage } from "./stage.ts";

interface Props {
  readonly stage: Exclude<Stage, { readonly at: "password" }>;
  /** Called with an open session, and the password that it was opened with. */
  readonly onEnter: (session: SignedIn, password?: string) => void;
  readonly onBack: () => void;
}

/** What comes after the password: the second factor, a password of one's own, or the setting up of a second factor. */
export function LaterStage({ stage, onEnter, onBack }: Props) {
  const intl = useIntl();
  const text = (part: "title" | "about") => {
    const id = stage.at === "new_password" ? `sign_in.change.${part}` : `sign_in.${stage.at}.${part}`;
    return intl.formatMessage({ id: id as "sign_in.change.title" });
  };
  return (
    <Card title={text("title")} about={text("about")}>
      {stage.at === "second_factor" && (
        <SecondStep
          asked={stage.asked}
          onEnter={(session) => onEnter(session, stage.asked.credentials.password)}
          onBack={onBack}
        />
      )}
      {stage.at === "new_password" && (
        <ChangePassword
          current={stage.password}
          onDone={({ session, password }) => onEnter(session, password)}
        />
      )}
      {stage.at === "set_up" && (
        <LatePart name="required-factor" load={() => import("./required-factor.tsx")}>
          {({ RequiredFactor }) => (
            <RequiredFactor
              password={stage.password}
              onDone={() => onEnter(NOTHING_NEEDED, stage.password)}
            />
          )}
        </LatePart>
      )}
    </Card>
  );
}

const NOTHING_NEEDED: SignedIn = { passwordChangeNeeded: false, secondFactorNeeded: false };
