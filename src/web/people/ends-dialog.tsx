import { useMutation, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import type { CredentialsEffect, Keep } from "../data/people.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { EndsList } from "./ends-list.tsx";

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

/** What is chosen to be kept although the right to it ends, and why. */
export interface Keeping {
  readonly ids: readonly string[];
  readonly reason: string;
}

/** Shows which tokens, links and one-time passwords a change ends, lets some be kept, and makes the change. */
export function EndsDialog({ look = "danger", ...props }: Props) {
  const intl = useIntl();
  const [keeping, setKeeping] = useState<Keeping>({ ids: [], reason: "" });
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["list", "ends", ...props.changeKey],
    queryFn: props.preview,
    staleTime: 0,
  });
  const isReasonMissing = keeping.ids.length > 0 && keeping.reason.trim() === "";
  const acting = useMutation({
    mutationFn: () => props.act(toKeep(keeping)),
    onSuccess: () => props.onDone((data?.ended.total ?? 0) - keeping.ids.length),
  });
  const actions = (
    <>
      <Button onPress={props.onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      <Button
        look={look}
        isPending={acting.isPending}
        onPress={() => acting.mutate()}
        disabledReason={whyNot(intl.formatMessage, {
          isSeen: data !== undefined && !isFetching,
          isReasonMissing,
        })}
      >
        {props.doIt}
      </Button>
    </>
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

/** Why the change cannot be made yet, or undefined if it can. */
function whyNot(
  format: (message: { id: "people.ends.unseen" | "people.ends.reason_missing" }) => string,
  { isSeen, isReasonMissing }: { readonly isSeen: boolean; readonly isReasonMissing: boolean },
): string | undefined {
  if (!isSeen) return format({ id: "people.ends.unseen" });
  return isReasonMissing ? format({ id: "people.ends.reason_missing" }) : undefined;
}
