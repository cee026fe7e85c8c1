import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { hasStatus } from "../data/refused.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SaveActions } from "../ui/save-actions.tsx";
import { Failed, Loading } from "../ui/states.tsx";
import { showDone } from "../ui/toasts.tsx";
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
  /** What is shown once it is saved: whom it is about, with the new value and the one before. */
  readonly done: string;
  /** A second sentence after it. */
  readonly detail?: string;
  /** What is changed, such as `organization/42`: a later save of the same cannot be undone with this one. */
  readonly thing?: string;
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
  const saving = useMutation({
    mutationFn: props.save,
    onSuccess: (saved) => {
      const { undo } = props;
      props.onSaved();
      const { done: text, detail, thing } = props;
      showDone({ text, detail, undo: undo && (() => undo(saved)), thing });
    },
  });
  const seen = useQuery({ queryKey: ["list", "preview", ...changeKey], queryFn: preview, staleTime: 0 });
  const isOvertaken = hasStatus(saving.error, 412);
  const keepMine = () => {
    saving.reset();
    props.onKeep?.();
  };
  const actions = (
    <SaveActions
      seen={seen}
      isSaving={saving.isPending}
      onSave={() => saving.mutate()}
      label={props.saveLabel}
      onCancel={onClose}
      instead={isOvertaken && <AfterOvertaken onReload={props.onReload} onKeep={props.onKeep && keepMine} />}
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
      <Dialog title={title} isOpen onClose={onClose} size="preview" actions={actions}>
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

interface OvertakenProps {
  readonly onReload: () => void;
  readonly onKeep: (() => void) | undefined;
}

/** What can be done once somebody else saved meanwhile. */
function AfterOvertaken({ onReload, onKeep }: OvertakenProps) {
  return (
    <>
      {onKeep && (
        <Button onPress={onKeep}>
          <FormattedMessage id="schedule.overtaken.keep" />
        </Button>
      )}
      <Button look="primary" onPress={onReload}>
        <FormattedMessage id="schedule.overtaken.reload" />
      </Button>
    </>
  );
}
