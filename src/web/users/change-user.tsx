import { useMutation } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { changeUser, type User } from "../data/users.ts";
import { useUndoAction } from "../schedule/save-dialog.tsx";
import { showToast } from "../ui/toasts.tsx";
import { UserForm } from "./user-form.tsx";

/** Changes a user's name or e-mail address; sends only what was changed. */
export function ChangeUser({ answer, onDone }: { answer: Answer<User>; onDone: () => void }) {
  const intl = useIntl();
  const undoAction = useUndoAction();
  const { body: before, etag } = answer;
  const changing = useMutation({
    mutationFn: (changes: Partial<Pick<User, "displayName" | "email">>) => changeUser(before, changes, etag),
    onSuccess: (saved) => {
      onDone();
      const { displayName, email } = before;
      const undo = undoAction(() => changeUser(before, { displayName, email }, saved.etag));
      showToast({ text: intl.formatMessage({ id: "users.changed" }), action: undo });
    },
  });
  const save = (changes: Partial<Pick<User, "displayName" | "email">>) => {
    if (Object.keys(changes).length === 0) onDone();
    else changing.mutate(changes);
  };
  return (
    <UserForm
      now={before}
      isPending={changing.isPending}
      error={changing.error}
      onSave={save}
      onCancel={onDone}
    />
  );
}
