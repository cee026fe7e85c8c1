import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormattedMessage } from "react-intl";
import { Button, type ButtonLook } from "./button.tsx";

/** The query of a preview, as far as it says whether the preview is there. */
export type Seen = Pick<
  UseQueryResult,
  "isSuccess" | "isError" | "isPlaceholderData" | "isFetchedAfterMount"
>;

interface Props {
  /** The preview of exactly what is saved; null while nothing is entered that could be previewed. */
  readonly seen: Seen | null;
  /** Why nothing can be saved yet, if no field shows it. */
  readonly missing?: ReactNode;
  /** What the button says; *Save* if nothing is given. */
  readonly label?: ReactNode;
  readonly look?: ButtonLook["look"];
  readonly isSaving: boolean;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  /** Buttons in place of the one that saves, such as after somebody else saved. */
  readonly instead?: ReactNode;
}

/**
 * The buttons of every dialog with a preview: *Cancel*, and one that saves. It is off, and says why, until the preview of
 * exactly this change is there, and when the preview failed. A test finds dialogs that show a preview without it.
 */
export function SaveActions(props: Props) {
  const { seen, missing, label, look = "primary", isSaving, onSave, onCancel, instead } = props;
  return (
    <>
      <Button onPress={onCancel}>
        <FormattedMessage id="frame.cancel" />
      </Button>
      {instead || (
        <Button
          look={look}
          isPending={isSaving}
          disabledReason={seen ? unforeseenReason(seen) : missing}
          onPress={onSave}
        >
          {label ?? <FormattedMessage id="frame.save" />}
        </Button>
      )}
    </>
  );
}

/** Whether what is shown is the effect of exactly this change, as it is now: a change is not saved before that. */
export function isForeseen({ isSuccess, isPlaceholderData, isFetchedAfterMount }: Seen): boolean {
  return isSuccess && !isPlaceholderData && isFetchedAfterMount;
}

function unforeseenReason(seen: Seen): ReactNode {
  if (isForeseen(seen)) return undefined;
  return <FormattedMessage id={`frame.preview.${seen.isError ? "failed" : "waiting"}`} />;
}
