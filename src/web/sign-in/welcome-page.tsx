import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useLocation } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { acceptInvitation, invitationQuery } from "../data/invitations.ts";
import { forgetRest } from "../data/me.ts";
import { hasRefusedStatus } from "../data/refused.ts";
import { PAGES, signInPath } from "../paths.ts";
import { Button } from "../ui/button.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { Card } from "./card.tsx";
import { NewPassword } from "./password-fields.tsx";
import styles from "./sign-in.module.css";
import { LaterStage } from "./sign-in-stages.tsx";
import { type SignedIn, type Stage, stageAfter } from "./stage.ts";

const route = getRouteApi("/welcome");

/** Where an invitation or recovery link leads: a password is set, which signs in. */
export function WelcomePage() {
  const intl = useIntl();
  const secret = useLocation().hash;
  const navigate = route.useNavigate();
  // Once the password is set, the link opens nothing any more.
  const [isSet, setSet] = useState(false);
  const { data: invited, error, refetch } = useQuery({ ...invitationQuery(secret), enabled: !isSet });
  const [stage, setStage] = useState<Stage | null>(null);
  const enter = (session: SignedIn | null, password?: string) => {
    const later = session && stageAfter(session, password);
    if (later) return setStage(later);
    // What somebody else read in this browser before goes.
    forgetRest();
    void navigate({ href: session ? PAGES.home : signInPath(), replace: true });
  };
  if (stage && stage.at !== "password") {
    return <LaterStage stage={stage} onEnter={enter} onBack={() => enter(null)} />;
  }
  if (invited) {
    const title = intl.formatMessage({ id: "sign_in.welcome.title" }, { name: invited.displayName });
    const about = <FormattedMessage id="sign_in.welcome.about" values={{ email: invited.email }} />;
    return (
      <Card title={title} about={about}>
        <PasswordOfInvitation
          secret={secret}
          email={invited.email}
          onSet={(session, password) => {
            setSet(true);
            enter(session, password);
          }}
        />
      </Card>
    );
  }
  return (
    <Card title={intl.formatMessage({ id: "sign_in.welcome" })}>
      {error ? (
        <>
          <Failed error={error} {...(!hasRefusedStatus(error) && { onRetry: () => void refetch() })} />
          <Link to={PAGES.signIn}>
            <FormattedMessage id="sign_in.title" />
          </Link>
        </>
      ) : (
        <Loading lines={2} />
      )}
    </Card>
  );
}

interface PasswordProps {
  readonly secret: string;
  readonly email: string;
  readonly onSet: (session: SignedIn | null, password: string) => void;
}

function PasswordOfInvitation({ secret, email, onSet }: PasswordProps) {
  const [password, setPassword] = useState("");
  const setting = useMutation({
    mutationFn: () => acceptInvitation({ secret, password }),
    onSuccess: ({ session }) => onSet(session, password),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== "") setting.mutate();
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      {/* Browsers store the new password under it. */}
      <input type="email" autoComplete="username" value={email} readOnly hidden />
      <NewPassword value={password} onChange={setPassword} autoFocus />
      {setting.isError && <Failed error={setting.error} />}
      <Button type="submit" look="primary" isPending={setting.isPending}>
        <FormattedMessage id="sign_in.welcome.submit" />
      </Button>
    </Form>
  );
}
