import { useMutation, useQuery } from "@tanstack/react-query";
import { FormattedMessage, useIntl } from "react-intl";
import { type AuditEntry, type Names, type UndoPreview, undoChange, undoQuery } from "../data/audit.ts";
import { refreshAll } from "../data/refresh.ts";
import type { ReleasePreview } from "../data/releases.ts";
import { Consequences } from "../releases/consequences.tsx";
import { PreviewSummary } from "../schedule/preview-summary.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SaveActions } from "../ui/save-actions.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { showToast } from "../ui/toasts.tsx";
import { EntryChanges } from "./entry-changes.tsx";
import { TogetherText } from "./together-text.tsx";

interface Props {
  readonly entry: AuditEntry;
  readonly names: Names;
  readonly onClose: () => void;
}

/** Shows what undoing a change will do, and undoes it. */
export function UndoDialog({ entry, names, onClose }: Props) {
  const intl = useIntl();
  const seen = useQuery({ ...undoQuery(entry.sequence), staleTime: 0 });
  const undoing = useMutation({
    mutationFn: () => undoChange(entry.sequence),
    onSuccess: () => {
      onClose();
      showToast({ text: intl.formatMessage({ id: "frame.undo.undone" }) });
      refreshAll();
    },
  });
  const actions = (
    <SaveActions
      seen={seen.data?.possible === false ? null : seen}
      missing={<FormattedMessage id="audit.undo.waiting" />}
      label={<FormattedMessage id="audit.undo" />}
      isSaving={undoing.isPending}
      onSave={() => undoing.mutate()}
      onCancel={onClose}
    />
  );
  const title = intl.formatMessage({ id: "audit.undo.title" });
  return (
    <Dialog title={title} isOpen onClose={onClose} size="preview" actions={actions}>
      <p>
        <TogetherText entry={entry} names={names} />
      </p>
      {undoing.isError && <Failed error={undoing.error} />}
      {seen.isError && <Failed error={seen.error} onRetry={() => void seen.refetch()} />}
      {seen.isPending && <Loading />}
      {seen.data && <Effect {...{ entry, names }} seen={seen.data} />}
    </Dialog>
  );
}

interface EffectProps extends Pick<Props, "entry" | "names"> {
  readonly seen: UndoPreview;
}

/** The ordinary preview of schedules or of a release; for names and the like, what is there now and what will be. */
function Effect({ entry, names, seen: { preview, release, entries } }: EffectProps) {
  if (preview) {
    return <PreviewSummary preview={preview} reach={preview.organizations.total === 1 ? "one" : "many"} />;
  }
  if (release) return <ReleaseEffect sequence={entry.sequence} release={release} />;
  if (entries > 1) {
    return (
      <p>
        <FormattedMessage id="audit.undo.all" values={{ count: entries }} />
      </p>
    );
  }
  return <EntryChanges entry={{ ...entry, before: entry.after, after: entry.before }} names={names} />;
}

function ReleaseEffect({ sequence, release }: { sequence: number; release: ReleasePreview }) {
  const seen = useQuery({ ...undoQuery(sequence), select: (undo) => undo.release ?? release });
  return <Consequences seen={seen} />;
}
