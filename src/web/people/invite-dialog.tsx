import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { type Home, invitePerson } from "../data/people.ts";
import { FormFooter } from "../ui/form-footer.tsx";
import { Failed } from "../ui/states.tsx";
import { type Grant, isIncomplete, narrowest, toGrantBody } from "./grant.ts";
import { GrantFields } from "./grant-fields.tsx";
import { LinkToHandOver } from "./link-to-hand-over.tsx";
import { MakeDialog } from "./make-dialog.tsx";
import { isNamed, type NameDraft, NameFields } from "./name-fields.tsx";
import styles from "./people.module.css";

interface Props {
  readonly home: Home;
  readonly onClose: () => void;
}

/** Lets somebody in: name, address, role and customers; then the link to hand over, shown once. */
export function InviteDialog({ home, onClose }: Props) {
  const intl = useIntl();
  const inviting = useMutation({ mutationFn: invitePerson });
  const title = intl.formatMessage({ id: "people.invite" });
  const made = inviting.data && (
    <LinkToHandOver
      label={intl.formatMessage({ id: "people.invitation" })}
      name={inviting.data.displayName}
      link={inviting.data.invitationLink}
      endsAt={inviting.data.oneTimePasswordEndsAt}
    />
  );
  return (
    <MakeDialog
      title={title}
      onClose={onClose}
      made={made ?? null}
      form={
        <InviteForm
          home={home}
          isPending={inviting.isPending}
          error={inviting.error}
          onInvite={(names, grant) => inviting.mutate({ ...names, ...toGrantBody(home, grant) })}
          onCancel={onClose}
        />
      }
    />
  );
}

interface FormProps {
  readonly home: Home;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onInvite: (names: NameDraft, grant: Grant) => void;
  readonly onCancel: () => void;
}

function InviteForm({ home, isPending, error, onInvite, onCancel }: FormProps) {
  const [names, setNames] = useState<NameDraft>({ displayName: "", email: "" });
  const [grant, setGrant] = useState<Grant>(() => narrowest(home));
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const { displayName, email } = names;
    if (isNamed(names) && !isIncomplete(grant)) {
      onInvite({ displayName: displayName.trim(), email: email.trim() }, grant);
    }
  };
  return (
    <Form onSubmit={submit} className={styles.form ?? ""}>
      <NameFields names={names} onChange={setNames} isTried={isTried} />
      <GrantFields home={home} grant={grant} onChange={setGrant} isTried={isTried} />
      {error !== null && error !== undefined && <Failed error={error} />}
      <FormFooter isPending={isPending} onCancel={onCancel}>
        <FormattedMessage id="people.invite.make" />
      </FormFooter>
    </Form>
  );
}
