import { Text } from "react-aria-components/Text";
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from "react-aria-components/Toast";
import { useIntl } from "react-intl";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import styles from "./toasts.module.css";

interface ToastMessage {
  readonly text: string;
  /** A button in the notice, such as to undo. */
  readonly action?: { readonly label: string; readonly onPress: () => void };
}

const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 });
const SHOWN_MS = 12_000;

/** Shows a notice that something is done, for twelve seconds, longer while the pointer or the focus is on it. */
export function showToast(message: ToastMessage): void {
  queue.add(message, { timeout: SHOWN_MS });
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
          </ToastContent>
          {toast.content.action && (
            <Button look="quiet" icon="undo" onPress={() => act(toast.key, toast.content)}>
              {toast.content.action.label}
            </Button>
          )}
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

function act(key: string, { action }: ToastMessage): void {
  queue.close(key);
  action?.onPress();
}
