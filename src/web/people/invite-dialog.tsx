import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components/Form";
import { FormattedMessage, useIntl } from "react-intl";
import { type Home, invitePerson, rolesAt } from "../data/people.ts";
import { Button } from "../ui/button.tsx";
import dialog from "../ui/dialog.module.css";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { type Grant, isIncomplete, toGrantBody } from "./grant.ts";
import { GrantFields } from "./grant-fields.tsx";
import { LinkToHandOver } from "./link-to-hand-over.tsx";
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
  if (inviting.data) {
    const actions = (
      <Button look="primary" onPress={onClose}>
        <FormattedMessage id="people.done" />
      </Button>
    );
    return (
      <Dialog title={title} isOpen onClose={onClose} actions={actions}>
        <LinkToHandOver
          label={intl.formatMessage({ id: "people.invitation" })}
          name={inviting.data.displayName}
          link={inviting.data.invitationLink}
          endsAt={inviting.data.oneTimePasswordEndsAt}
        />
      </Dialog>
    );
  }
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <InviteForm
        home={home}
        isPending={inviting.isPending}
        error={inviting.error}
        onInvite={(names, grant) => inviting.mutate({ ...names, ...toGrantBody(home, grant) })}
        onCancel={onClose}
      />
    </Dialog>
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
      <div className={dialog.formFooter}>
        <Button onPress={onCancel}>
          <FormattedMessage id="frame.cancel" />
        </Button>
        <Button type="submit" look="primary" isPending={isPending}>
          <FormattedMessage id="people.invite.make" />
        </Button>
      </div>
    </Form>
  );
}

/** The role to begin with: the one that may do least. */
function narrowest(home: Home): Grant {
  const role = rolesAt(home).at(-1) ?? "vendor_admin";
  return { role, organizationIds: null };
}
