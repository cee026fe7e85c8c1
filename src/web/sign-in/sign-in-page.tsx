import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { RefusedError } from "../data/refused.ts";
import { identityProviderPath, PAGES } from "../paths.ts";
import { Banner } from "../ui/banner.tsx";
import { classOfButton } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { Card } from "./card.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { PasswordForm } from "./password-form.tsx";
import { readSignInSearch } from "./sign-in-search.ts";
import { LaterStage } from "./sign-in-stages.tsx";
import { type SignedIn, type Stage, stageAfter } from "./stage.ts";

const route = getRouteApi("/sign-in");
const FIRST: Stage = { at: "password" };

/** The sign-in by password, passkey or identity provider, with what has to be set before anything else. */
export function SignInPage() {
  const intl = useIntl();
  // The router also passes on what it did not check, so it is read again here.
  const { next = PAGES.home, refused, ended } = readSignInSearch(route.useSearch());
  const navigate = route.useNavigate();
  const { product, signIn } = useConfiguration();
  const [stage, setStage] = useState<Stage>(FIRST);
  const enter = (session: SignedIn, password?: string) => {
    const later = stageAfter(session, password);
    if (later) setStage(later);
    else void navigate({ href: next, replace: true });
  };
  if (stage.at !== "password") {
    return <LaterStage stage={stage} onEnter={enter} onBack={() => setStage(FIRST)} />;
  }
  const about = <FormattedMessage id="sign_in.about" values={{ product }} />;
  return (
    <Card title={intl.formatMessage({ id: "sign_in.title" })} about={about}>
      {ended && refused === undefined && (
        <Banner title={<FormattedMessage id="sign_in.ended.title" />}>
          <p>
            <FormattedMessage id="sign_in.ended" />
          </p>
        </Banner>
      )}
      {refused !== undefined && <RefusedSignIn code={refused} />}
      <PasswordForm
        onEnter={(session, { password }) => enter(session, password)}
        onSecond={(asked) => setStage({ at: "second_factor", asked })}
      />
      <PasskeyButton onEnter={enter} />
      {signIn.oidc && (
        <a className={classOfButton("secondary")} href={identityProviderPath(next)}>
          <FormattedMessage id="sign_in.oidc" />
        </a>
      )}
    </Card>
  );
}

/** Why the sign-in at an identity provider was refused. */
function RefusedSignIn({ code }: { readonly code: string }) {
  const message = useIntl().formatMessage({ id: "problem.unexpected" });
  return <Failed error={new RefusedError({ code, message, status: 0 })} />;
}
