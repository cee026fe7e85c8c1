import { useMutation } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { removeUser, type User } from "../data/users.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";

interface Props {
  readonly user: User;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}

/** Asks for confirmation and removes a user, which cannot be undone. */
export function RemoveUser({ user, onCancel, onDone }: Props) {
  const intl = useIntl();
  const values = { name: user.displayName };
  const removing = useMutation({
    mutationFn: () => removeUser(user),
    onSuccess: () => {
      onDone();
      showDone({ text: intl.formatMessage({ id: "users.removed" }, values) });
    },
  });
  const actions = (
    <>
      <Button onPress={onCancel}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button look="danger" isPending={removing.isPending} onPress={() => removing.mutate()}>
        <FormattedMessage id="users.remove" />
      </Button>
    </>
  );
  return (
    <Dialog
      title={intl.formatMessage({ id: "users.remove.ask" }, values)}
      isOpen
      onClose={onCancel}
      actions={actions}
    >
      <p>
        <FormattedMessage id="users.remove.about" />
      </p>
      {removing.isError && <Failed error={removing.error} />}
    </Dialog>
  );
}
