import { useMutation } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import type { Answer } from "../../client/answer.ts";
import { changeUser, type User } from "../data/users.ts";
import { useDraft } from "../schedule/draft.ts";
import { showDone } from "../ui/toasts.tsx";
import { USER_DRAFT, UserForm } from "./user-form.tsx";

/** Changes a user's name or e-mail address; sends only what was changed. */
export function ChangeUser({ answer, onDone }: { answer: Answer<User>; onDone: () => void }) {
  const intl = useIntl();
  const { body: before, etag } = answer;
  const { id, displayName, email } = before;
  const now = { displayName, email };
  const draft = useDraft({ kind: USER_DRAFT, place: `user/${id}`, name: displayName, now, etag });
  const changing = useMutation({
    mutationFn: (changes: Partial<Pick<User, "displayName" | "email">>) =>
      changeUser(before, changes, draft.basedOn),
    onSuccess: (saved) => {
      draft.drop();
      onDone();
      const undo = () => changeUser(before, now, saved.etag);
      const text = intl.formatMessage({ id: "users.changed" }, { name: displayName });
      showDone({ text, undo, thing: `user/${before.id}` });
    },
  });
  const save = (changes: Partial<Pick<User, "displayName" | "email">>) => {
    if (Object.keys(changes).length === 0) onDone();
    else changing.mutate(changes);
  };
  return (
    <UserForm
      now={now}
      draft={draft}
      isPending={changing.isPending}
      error={changing.error}
      onSave={save}
      onCancel={onDone}
    />
  );
}
