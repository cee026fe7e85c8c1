import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { hasStatus } from "../data/refused.ts";
import {
  changePreviewQuery,
  changeRelease,
  type Release,
  type ReleaseChange,
  refreshCatalog,
} from "../data/releases.ts";
import type { Draft } from "../schedule/draft.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SaveActions } from "../ui/save-actions.tsx";
import { Failed } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
import { Consequences } from "./consequences.tsx";
import { ReleaseVersions } from "./release-versions.tsx";

interface Props {
  readonly title: string;
  readonly confirm: string;
  readonly done: string;
  readonly release: Release;
  /** The ETag of the release that the change was made from. */
  readonly basedOn: string | null;
  /** Whether somebody else changed the release since. */
  readonly isOvertaken: boolean;
  /** The change, or null if nothing can be saved yet. */
  readonly change: ReleaseChange | null;
  /** Why it cannot be saved yet, if no field shows it. */
  readonly missing?: string | undefined;
  readonly isDangerous?: boolean;
  readonly isUndoable?: boolean;
  /** What was entered, if anything can be: dropped with *Cancel* and once it is saved, kept when the dialog is closed. */
  readonly draft?: Pick<Draft<object>, "drop"> | undefined;
  /** Makes the change on top of the release as it is now. */
  readonly onKeep: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shows what a change of a release will do, saves it, and confirms it with an undo. */
export function ReviewDialog(props: Props) {
  const { title, release, change, isDangerous, onClose, children } = props;
  const saving = useSaving(props);
  const seen = useQuery({ ...changePreviewQuery(release.id, change ?? {}), enabled: change !== null });
  const isOvertaken =
    (props.isOvertaken && !saving.isPending && !saving.isSuccess) || hasStatus(saving.error, 412);
  const keep = () => {
    saving.reset();
    props.onKeep();
  };
  const cancel = () => {
    props.draft?.drop();
    onClose();
  };
  const actions = (
    <SaveActions
      seen={change && seen}
      missing={props.missing}
      label={props.confirm}
      look={isDangerous ? "danger" : "primary"}
      isSaving={saving.isPending}
      onSave={() => change && saving.mutate(change)}
      onCancel={cancel}
      instead={
        isOvertaken && (
          <Button look="primary" onPress={keep}>
            <FormattedMessage id="schedule.overtaken.keep" />
          </Button>
        )
      }
    />
  );
  return (
    <Dialog title={title} isOpen onClose={onClose} size="preview" actions={actions}>
      {children}
      {isOvertaken && <Overtaken release={release} change={change ?? {}} />}
      {saving.isError && !isOvertaken && <Failed error={saving.error} />}
      {change !== null && <Consequences seen={seen} state={change.state} />}
    </Dialog>
  );
}

function Overtaken({ release, change }: { release: Release; change: ReleaseChange }) {
  const intl = useIntl();
  return (
    <Banner tone="warning" isUrgent title={intl.formatMessage({ id: "releases.overtaken" })}>
      <ReleaseVersions release={release} change={change} />
    </Banner>
  );
}

function useSaving({ release, basedOn, done, isUndoable = true, draft, onClose }: Props) {
  const { id } = release;
  return useMutation({
    mutationFn: (change: ReleaseChange) => changeRelease(id, change, basedOn),
    onSuccess: (saved, change) => {
      const before = Object.fromEntries(
        Object.keys(change).map((field) => [field, release[field as keyof Release]]),
      );
      const undo = isUndoable ? () => changeRelease(id, before, saved.etag) : undefined;
      showDone({ text: done, undo, thing: `release/${id}` });
      draft?.drop();
      onClose();
    },
    // Somebody else was faster: the release as it is now has to be shown.
    onError: (error) => hasStatus(error, 412) && refreshCatalog(id),
  });
}
