import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";
import { useIntl } from "react-intl";
import { BASE_PATH } from "../paths.ts";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import {
  type MadeChange,
  type OwnChange,
  rememberChange,
  undoOwnChange,
  useOwnChanges,
} from "./own-changes.ts";
import styles from "./toasts.module.css";

interface ToastMessage {
  readonly text: string;
  /** A second sentence. */
  readonly detail?: string | undefined;
  /** The change that was made, if it is a notice of one. */
  readonly changeId?: number;
  /** The part of the page that it belongs to: it goes when the person goes to another one. */
  readonly part: string;
}

/** A change that was made, and how its notice is shown. */
export interface DoneMessage extends MadeChange {
  readonly detail?: string | undefined;
  /** The address that it is about, if that is not the one where it was made. */
  readonly about?: string | undefined;
}

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });
const SHOWN_MS = 12_000;

/** Shows a notice, for twelve seconds, longer while the pointer or the focus is on it. */
export function showToast({ text, detail }: { readonly text: string; readonly detail?: string }): void {
  queue.add({ text, detail, part: partOf(window.location.pathname) }, { timeout: SHOWN_MS });
}

/** Shows a notice of a change that was made, with its undo, and remembers both beside the person's name. */
export function showDone({ text, detail, undo, thing, about = window.location.pathname }: DoneMessage): void {
  const changeId = rememberChange({ text, undo, thing });
  queue.add({ text, detail, changeId, part: partOf(about) }, { timeout: SHOWN_MS });
}

/** Undoes a change that the person made, and shows how that ended. */
export function useUndo(): (change: OwnChange) => void {
  const intl = useIntl();
  return ({ id, text }) => {
    void undoOwnChange(id).then((end) => {
      if (end) showToast({ text: intl.formatMessage({ id: `frame.undo.${end}` }), detail: text });
    });
  };
}

/** Takes away the notices that belong to another part of the page than the address: each customer is one. */
export function closeToastsOfOthers(pathname: string): void {
  const part = partOf(pathname);
  for (const toast of queue.visibleToasts) if (toast.content.part !== part) queue.close(toast.key);
}

/** The first two names of a path without the base path, such as those of one customer: what is below them belongs together. */
function partOf(pathname: string): string {
  const path = pathname.startsWith(BASE_PATH) ? pathname.slice(BASE_PATH.length) : pathname;
  return path.split("/").slice(0, 3).join("/");
}

/** The place where notices appear; once on the page. */
export function Toasts() {
  const intl = useIntl();
  return (
    <ToastRegion queue={queue} className={styles.region ?? ""}>
      {({ toast }) => (
        <Toast toast={toast} className={styles.toast ?? ""}>
          <Icon name="done" />
          <ToastContent className={styles.content ?? ""}>
            <Text slot="title">{toast.content.text}</Text>
            {toast.content.detail !== undefined && (
              <Text slot="description" className={styles.detail ?? ""}>
                {toast.content.detail}
              </Text>
            )}
          </ToastContent>
          <UndoInNotice changeId={toast.content.changeId} onPressed={() => queue.close(toast.key)} />
          <IconButton
            label={intl.formatMessage({ id: "frame.close" })}
            icon="close"
            onPress={() => queue.close(toast.key)}
          />
        </Toast>
      )}
    </ToastRegion>
  );
}

interface UndoProps {
  readonly changeId: number | undefined;
  readonly onPressed: () => void;
}

function UndoInNotice({ changeId, onPressed }: UndoProps) {
  const intl = useIntl();
  const undo = useUndo();
  const change = useOwnChanges().find(({ id }) => id === changeId);
  if (change?.state !== "undoable") return null;
  const press = () => {
    onPressed();
    undo(change);
  };
  return (
    <Button look="quiet" icon="undo" onPress={press}>
      {intl.formatMessage({ id: "frame.undo" })}
    </Button>
  );
}
