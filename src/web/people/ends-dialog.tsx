import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FormattedMessage } from "react-intl";
import type { CredentialsEffect, Keep } from "../data/people.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SaveActions } from "../ui/save-actions.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { EndsList } from "./ends-list.tsx";
import type { Keeping } from "./keeping.ts";

interface Props {
  readonly title: string;
  /** What the change does beside what ends. */
  readonly about?: ReactNode;
  /** The word of the button that makes the change. */
  readonly doIt: ReactNode;
  readonly look?: "primary" | "danger";
  /** Identifies the change, so that its preview is requested once. */
  readonly changeKey: readonly unknown[];
  readonly preview: () => Promise<CredentialsEffect>;
  readonly act: (keep: Keep | undefined) => Promise<unknown>;
  readonly onClose: () => void;
  /** Called once the change is made, with how many credentials ended. */
  readonly onDone: (ended: number) => void;
}

/** Shows which tokens, links and one-time passwords a change ends, lets some be kept, and makes the change. */
export function EndsDialog({ look = "danger", ...props }: Props) {
  const [keeping, setKeeping] = useState<Keeping>({ ids: [], reason: "" });
  const seen = useQuery({
    queryKey: ["list", "ends", ...props.changeKey],
    queryFn: props.preview,
    staleTime: 0,
  });
  const { data, error, refetch } = seen;
  const isReasonMissing = keeping.ids.length > 0 && keeping.reason.trim() === "";
  const acting = useMutation({
    mutationFn: () => props.act(toKeep(keeping)),
    onSuccess: () => props.onDone((data?.ended.total ?? 0) - keeping.ids.length),
  });
  const actions = (
    <SaveActions
      seen={isReasonMissing ? null : seen}
      missing={<FormattedMessage id="people.ends.reason_missing" />}
      label={props.doIt}
      look={look}
      isSaving={acting.isPending}
      onSave={() => acting.mutate()}
      onCancel={props.onClose}
    />
  );
  return (
    <Dialog title={props.title} isOpen onClose={props.onClose} actions={actions}>
      {props.about}
      {data ? (
        <EndsList effect={data} keeping={keeping} onKeep={setKeeping} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={2} />
      )}
      {acting.isError && <Failed error={acting.error} />}
    </Dialog>
  );
}

function toKeep({ ids, reason }: Keeping): Keep | undefined {
  return ids.length === 0 ? undefined : { ids: [...ids], reason: reason.trim() };
}
