import { useMutation } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { addUser, removeUser } from "../data/users.ts";
import { useUndoAction } from "../schedule/save-dialog.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { showToast } from "../ui/toasts.tsx";
import { UserForm } from "./user-form.tsx";

const NOBODY = { displayName: "", email: "" };

/** Adds a user. */
export function AddUserDialog({ organizationId, onClose }: { organizationId: string; onClose: () => void }) {
  const intl = useIntl();
  const undoAction = useUndoAction();
  const adding = useMutation({
    mutationFn: (fields: Partial<typeof NOBODY>) => addUser(organizationId, { ...NOBODY, ...fields }),
    onSuccess: (user) => {
      onClose();
      const text = intl.formatMessage({ id: "users.added" }, { name: user.displayName });
      showToast({ text, action: undoAction(() => removeUser(user)) });
    },
  });
  return (
    <Dialog title={intl.formatMessage({ id: "users.add" })} isOpen onClose={onClose}>
      <UserForm
        now={NOBODY}
        isPending={adding.isPending}
        error={adding.error}
        onSave={adding.mutate}
        onCancel={onClose}
      />
    </Dialog>
  );
}
