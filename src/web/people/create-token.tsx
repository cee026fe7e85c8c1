import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import type { Shape } from "../../client/shape.ts";
import type { Home } from "../data/people.ts";
import { createToken } from "../data/tokens.ts";
import { FormFooter } from "../ui/form-footer.tsx";
import { LocalTime } from "../ui/local-time.tsx";
import { SelectField } from "../ui/select-field.tsx";
import { Failed } from "../ui/states.tsx";
import { TextField } from "../ui/text-field.tsx";
import { type Grant, isIncomplete, narrowest, toGrantBody } from "./grant.ts";
import { GrantFields } from "./grant-fields.tsx";
import { MakeDialog } from "./make-dialog.tsx";
import styles from "./people.module.css";
import { ShownOnce } from "./shown-once.tsx";

/** How long a token lasts, in days; `longest`: as long as the operator allows. */
const LIVES = ["7", "30", "90", "longest"] as const;
type Life = (typeof LIVES)[number];
const DAY_MS = 86_400_000;

interface Props {
  readonly home: Home;
  readonly onClose: () => void;
}

/** Makes an access token, whose secret is shown once. */
export function CreateToken({ home, onClose }: Props) {
  const intl = useIntl();
  const making = useMutation({ mutationFn: createToken });
  const title = intl.formatMessage({ id: "people.tokens.create" });
  return (
    <MakeDialog
      title={title}
      onClose={onClose}
      made={making.data ? <MadeToken made={making.data} /> : null}
      form={
        <TokenForm
          home={home}
          isPending={making.isPending}
          error={making.error}
          onMake={making.mutate}
          onCancel={onClose}
        />
      }
    />
  );
}

function MadeToken({ made: { name, token, expiresAt } }: { made: Shape<"TokenCreated"> }) {
  const intl = useIntl();
  const ends = expiresAt === null ? "" : <LocalTime at={expiresAt} />;
  return (
    <ShownOnce label={intl.formatMessage({ id: "people.tokens.token" })} secret={token}>
      <FormattedMessage
        id={`people.tokens.made.${expiresAt === null ? "always" : "until"}`}
        values={{ name, at: ends }}
      />
    </ShownOnce>
  );
}

interface FormProps {
  readonly home: Home;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onMake: (body: Shape<"TokenBody">) => void;
  readonly onCancel: () => void;
}

function TokenForm({ home, isPending, error, onMake, onCancel }: FormProps) {
  const intl = useIntl();
  const [name, setName] = useState("");
  const [grant, setGrant] = useState<Grant>(() => narrowest(home));
  const [life, setLife] = useState<Life>("90");
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === "" || isIncomplete(grant)) return;
    const expiresAt = endOf(life);
    onMake({ name: name.trim(), ...toGrantBody(home, grant), ...(expiresAt !== null && { expiresAt }) });
  };
  const isMissing = isTried && name.trim() === "";
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <TextField
        label={intl.formatMessage({ id: "people.tokens.name" })}
        description={intl.formatMessage({ id: "people.tokens.name_about" })}
        autoFocus
        maxLength={200}
        value={name}
        onChange={setName}
        problem={isMissing ? intl.formatMessage({ id: "people.tokens.name_missing" }) : undefined}
      />
      <GrantFields home={home} grant={grant} onChange={setGrant} isTried={isTried} />
      <SelectField
        label={intl.formatMessage({ id: "people.tokens.life" })}
        value={life}
        onChange={setLife}
        options={LIVES.map((value) => ({ value, label: lifeText(intl.formatMessage, value) }))}
      />
      {error !== null && error !== undefined && <Failed error={error} />}
      <FormFooter isPending={isPending} onCancel={onCancel}>
        <FormattedMessage id="people.tokens.create" />
      </FormFooter>
    </Form>
  );
}

function endOf(life: Life): string | null {
  return life === "longest" ? null : new Date(Date.now() + Number(life) * DAY_MS).toISOString();
}

function lifeText(
  format: (
    message: { id: "people.tokens.life.days" | "people.tokens.life.longest" },
    values?: Record<string, number>,
  ) => string,
  life: Life,
): string {
  return life === "longest"
    ? format({ id: "people.tokens.life.longest" })
    : format({ id: "people.tokens.life.days" }, { days: Number(life) });
}
