import { useMutation } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import { addUser, removeUser } from "../data/users.ts";
import { useDraft } from "../schedule/draft.ts";
import { Dialog } from "../ui/dialog.tsx";
import { showDone } from "../ui/toasts.tsx";
import { USER_DRAFT, UserForm } from "./user-form.tsx";

const NOBODY = { displayName: "", email: "" };

/** Adds a user. */
export function AddUserDialog({ organizationId, onClose }: { organizationId: string; onClose: () => void }) {
  const intl = useIntl();
  const title = intl.formatMessage({ id: "users.add" });
  const place = `organization/${organizationId}/new-user`;
  const draft = useDraft({ kind: USER_DRAFT, place, name: title, now: NOBODY, etag: null });
  const adding = useMutation({
    mutationFn: (fields: Partial<typeof NOBODY>) => addUser(organizationId, { ...NOBODY, ...fields }),
    onSuccess: (user) => {
      draft.drop();
      onClose();
      const text = intl.formatMessage({ id: "users.added" }, { name: user.displayName });
      showDone({ text, undo: () => removeUser(user), thing: `user/${user.id}` });
    },
  });
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <UserForm
        now={NOBODY}
        draft={draft}
        isPending={adding.isPending}
        error={adding.error}
        onSave={adding.mutate}
        onCancel={onClose}
      />
    </Dialog>
  );
}
