import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { hasStatus } from "../data/refused.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { showToast } from "../ui/toasts.tsx";
import { PreviewSummary } from "./preview-summary.tsx";
import styles from "./schedule.module.css";
import type { Preview } from "./schedule.ts";

interface Props<Saved> {
  readonly title: string;
  /** In a dialog, or right below the form, as in a panel. */
  readonly place?: "dialog" | "below";
  /** Shown above the preview, such as a warning. */
  readonly about?: ReactNode;
  /** Identifies the change, so that its preview is requested once. */
  readonly changeKey: readonly unknown[];
  readonly preview: () => Promise<Preview>;
  /** Whether the change is for one organization or for many. */
  readonly reach?: "one" | "many";
  readonly save: () => Promise<Saved>;
  /** What the button that saves says, if not "Save". */
  readonly saveLabel?: ReactNode;
  /** Undoes the change, given the answer to the save, or undefined if it cannot be undone. */
  readonly undo?: ((saved: Saved) => Promise<unknown>) | undefined;
  /** The confirmation that is shown once it is saved. */
  readonly done: string;
  /** Both versions, shown if somebody else saved meanwhile (status 412). */
  readonly whenChangedMeanwhile: ReactNode;
  /** Drops the change and starts from what the server has now. */
  readonly onReload: () => void;
  /** Keeps the change, on top of what the server has now. */
  readonly onKeep?: (() => void) | undefined;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Shows what a change will do, saves it, and confirms it with an undo. In a dialog, or below its form. */
export function SaveDialog<Saved>(props: Props<Saved>) {
  const { title, changeKey, preview, onClose, whenChangedMeanwhile, reach = "many" } = props;
  const intl = useIntl();
  const undoAction = useUndoAction();
  const saving = useMutation({
    mutationFn: props.save,
    onSuccess: (saved) => {
      const { undo } = props;
      props.onSaved();
      showToast({ text: props.done, ...(undo && { action: undoAction(() => undo(saved)) }) });
    },
  });
  const seen = useQuery({ queryKey: ["list", "preview", ...changeKey], queryFn: preview, staleTime: 0 });
  const isOvertaken = hasStatus(saving.error, 412);
  const keepMine = () => {
    saving.reset();
    props.onKeep?.();
  };
  const actions = (
    <Actions
      onClose={onClose}
      overtaken={isOvertaken ? { onReload: props.onReload, onKeep: props.onKeep && keepMine } : null}
      isPending={saving.isPending || seen.isPending}
      onSave={() => saving.mutate()}
      saveLabel={props.saveLabel ?? <FormattedMessage id="frame.save" />}
    />
  );
  return (
    <Frame place={props.place ?? "dialog"} title={title} onClose={onClose} actions={actions}>
      {props.about}
      {isOvertaken && (
        <Banner tone="warning" isUrgent title={intl.formatMessage({ id: "schedule.overtaken" })}>
          {whenChangedMeanwhile}
        </Banner>
      )}
      {saving.isError && !isOvertaken && <Failed error={saving.error} />}
      {seen.isError && <Failed error={seen.error} onRetry={() => void seen.refetch()} />}
      {seen.data ? <PreviewSummary preview={seen.data} reach={reach} /> : !seen.isError && <Loading />}
    </Frame>
  );
}

interface FrameProps extends Required<Pick<Props<unknown>, "place" | "title" | "onClose">> {
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** What stands around a preview and its buttons. */
function Frame({ place, title, onClose, actions, children }: FrameProps) {
  if (place === "dialog") {
    return (
      <Dialog title={title} isOpen onClose={onClose} size="wide" actions={actions}>
        {children}
      </Dialog>
    );
  }
  return (
    <section className={styles.below} aria-label={title}>
      {children}
      <div className={styles.bar}>{actions}</div>
    </section>
  );
}

interface ActionsProps {
  readonly onClose: () => void;
  readonly overtaken: { readonly onReload: () => void; readonly onKeep: (() => void) | undefined } | null;
  /** The change is being saved, or its preview is not loaded yet. */
  readonly isPending: boolean;
  readonly onSave: () => void;
  readonly saveLabel: ReactNode;
}

function Actions({ onClose, overtaken, isPending, onSave, saveLabel }: ActionsProps) {
  return (
    <>
      <Button onPress={onClose}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      {overtaken?.onKeep && (
        <Button onPress={overtaken.onKeep}>
          <FormattedMessage id="schedule.overtaken.keep" />
        </Button>
      )}
      {overtaken ? (
        <Button look="primary" onPress={overtaken.onReload}>
          <FormattedMessage id="schedule.overtaken.reload" />
        </Button>
      ) : (
        <Button look="primary" isPending={isPending} onPress={onSave}>
          {saveLabel}
        </Button>
      )}
    </>
  );
}

/** Makes the undo button of a notice from a function that undoes. */
export function useUndoAction() {
  const intl = useIntl();
  return (undo: () => Promise<unknown>) => ({
    label: intl.formatMessage({ id: "frame.undo" }),
    onPress: () => {
      undo()
        .then(() => showToast({ text: intl.formatMessage({ id: "frame.undone" }) }))
        .catch(() => showToast({ text: intl.formatMessage({ id: "schedule.undo_failed" }) }));
    },
  });
}
