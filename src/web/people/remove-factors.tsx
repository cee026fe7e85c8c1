import { useMutation } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { type Person, removeFactorsOf } from "../data/people.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";

/** Removes the second factors of somebody who lost them, after asking. */
export function RemoveFactors({ person, onDone }: { person: Person; onDone: () => void }) {
  const intl = useIntl();
  const name = { name: person.displayName };
  const removing = useMutation({
    mutationFn: () => removeFactorsOf(person),
    onSuccess: () => {
      showDone({ text: intl.formatMessage({ id: "people.factors.removed" }, name) });
      onDone();
    },
  });
  const actions = (
    <>
      <Button onPress={onDone}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="danger" isPending={removing.isPending} onPress={() => removing.mutate()}>
        <FormattedMessage id="people.factors.remove" />
      </Button>
    </>
  );
  const title = intl.formatMessage({ id: "people.factors.remove.ask" }, name);
  return (
    <Dialog title={title} isOpen onClose={onDone} actions={actions}>
      <p>
        <FormattedMessage id="people.factors.remove.about" />
      </p>
      {removing.isError && <Failed error={removing.error} />}
    </Dialog>
  );
}
