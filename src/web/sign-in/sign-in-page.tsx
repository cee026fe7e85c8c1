import { useMutation } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { useConfiguration } from "../data/configuration.ts";
import { signIn } from "../data/me.ts";
import { RefusedError } from "../data/refused.ts";
import { API, PAGES } from "../paths.ts";
import { Banner } from "../ui/banner.tsx";
import { Button, classOfButton } from "../ui/button.tsx";
import { Failed } from "../ui/states.tsx";
import { SupportLink } from "../ui/support-link.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ChangePassword } from "./change-password.tsx";
import styles from "./sign-in.module.css";
import { readSignInSearch } from "./sign-in-search.ts";

const route = getRouteApi("/sign-in");

/** The sign-in, by password or through an identity provider. A one-time password has to be replaced right away. */
export function SignInPage() {
  const intl = useIntl();
  // The router also passes on what it did not check, so it is read again here.
  const { next = PAGES.home, refused, ended } = readSignInSearch(route.useSearch());
  const navigate = route.useNavigate();
  const configuration = useConfiguration();
  const [oneTime, setOneTime] = useState<string | null>(null);
  const enter = () => navigate({ href: next, replace: true });
  useEffect(() => {
    document.title = `${intl.formatMessage({ id: "sign_in.title" })} · Partner Hub`;
  }, [intl]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <p className={styles.brand}>Partner Hub</p>
        {oneTime === null ? (
          <>
            <h1>
              <FormattedMessage id="sign_in.title" />
            </h1>
            <p className={styles.about}>
              <FormattedMessage id="sign_in.about" values={{ product: configuration.product }} />
            </p>
            {ended && refused === undefined && (
              <Banner title={<FormattedMessage id="sign_in.ended.title" />}>
                <p>
                  <FormattedMessage id="sign_in.ended" />
                </p>
              </Banner>
            )}
            {refused !== undefined && <RefusedSignIn code={refused} />}
            <PasswordForm onEnter={enter} onOneTime={setOneTime} />
            {configuration.signIn.oidc && (
              <a className={classOfButton("secondary")} href={API.identityProvider}>
                <FormattedMessage id="sign_in.oidc" />
              </a>
            )}
          </>
        ) : (
          <>
            <h1>
              <FormattedMessage id="sign_in.change.title" />
            </h1>
            <p className={styles.about}>
              <FormattedMessage id="sign_in.change.about" />
            </p>
            <ChangePassword current={oneTime} onDone={enter} />
          </>
        )}
        {configuration.supportUrl !== null && (
          <p>
            <SupportLink>
              <FormattedMessage id="frame.support" />
            </SupportLink>
          </p>
        )}
      </div>
    </main>
  );
}

/** Why the sign-in at an identity provider was refused. */
function RefusedSignIn({ code }: { readonly code: string }) {
  const message = useIntl().formatMessage({ id: "problem.unexpected" });
  return <Failed error={new RefusedError({ code, message, status: 0 })} />;
}

interface PasswordFormProps {
  readonly onEnter: () => void;
  /** Called with a one-time password, which the person replaces first. */
  readonly onOneTime: (password: string) => void;
}

function PasswordForm({ onEnter, onOneTime }: PasswordFormProps) {
  const intl = useIntl();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isTried, setTried] = useState(false);
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: ({ passwordChangeNeeded }) => (passwordChangeNeeded ? onOneTime(password) : onEnter()),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() !== "" && password !== "") entering.mutate({ email: email.trim(), password });
  };
  const missing = (value: string, id: "sign_in.email_missing" | "sign_in.password_missing") =>
    isTried && value === "" ? intl.formatMessage({ id }) : undefined;
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <TextField
        label={intl.formatMessage({ id: "sign_in.email" })}
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={setEmail}
        problem={missing(email, "sign_in.email_missing")}
      />
      <TextField
        label={intl.formatMessage({ id: "sign_in.password" })}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        problem={missing(password, "sign_in.password_missing")}
      />
      {entering.isError && <Failed error={entering.error} />}
      <Button type="submit" look="primary" isPending={entering.isPending}>
        <FormattedMessage id="sign_in.submit" />
      </Button>
    </Form>
  );
}
