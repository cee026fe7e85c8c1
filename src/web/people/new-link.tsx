import { useMutation } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { makeRecoveryLink, type Person } from "../data/people.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { LinkToHandOver } from "./link-to-hand-over.tsx";

/** Makes a link with which somebody sets a new password, shown once. */
export function NewLink({ person, onDone }: { person: Person; onDone: () => void }) {
  const intl = useIntl();
  const making = useMutation({ mutationFn: () => makeRecoveryLink(person) });
  const title = intl.formatMessage({ id: "people.link.ask" }, { name: person.displayName });
  const actions = making.data ? (
    <Button look="primary" onPress={onDone}>
      <FormattedMessage id="people.done" />
    </Button>
  ) : (
    <>
      <Button onPress={onDone}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="primary" isPending={making.isPending} onPress={() => making.mutate()}>
        <FormattedMessage id="people.link.make" />
      </Button>
    </>
  );
  return (
    <Dialog title={title} isOpen onClose={onDone} actions={actions}>
      {making.data ? (
        <LinkToHandOver
          label={intl.formatMessage({ id: "people.link" })}
          name={person.displayName}
          link={making.data.recoveryLink}
          endsAt={making.data.recoveryLinkEndsAt}
        />
      ) : (
        <p>
          <FormattedMessage id="people.link.about" />
        </p>
      )}
      {making.isError && <Failed error={making.error} />}
    </Dialog>
  );
}
