import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

interface Props {
  readonly title: string;
  /** What was made, with what is shown of it once, or null while the form is filled in. */
  readonly made: ReactNode;
  readonly form: ReactNode;
  readonly onClose: () => void;
}

/** A form that makes something with a secret; once it is made, the secret stands in the form's place. */
export function MakeDialog({ title, made, form, onClose }: Props) {
  if (made === null) {
    return (
      <Dialog title={title} isOpen onClose={onClose}>
        {form}
      </Dialog>
    );
  }
  const actions = (
    <Button look="primary" onPress={onClose}>
      <FormattedMessage id="people.done" />
    </Button>
  );
  return (
    <Dialog title={title} isOpen onClose={onClose} actions={actions}>
      {made}
    </Dialog>
  );
}
