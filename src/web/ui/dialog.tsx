import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useIntl } from "react-intl";
import { IconButton } from "./button.tsx";
import styles from "./dialog.module.css";

interface Props {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** In the middle, or at the right as the panel of a row. */
  readonly place?: "middle" | "side";
  /** `preview`: wide, and with room for the preview of a change before it is there. */
  readonly size?: "normal" | "wide" | "preview";
  readonly children: ReactNode;
  /** The buttons at the end; the main one is last. */
  readonly actions?: ReactNode;
}

const SIZES = { normal: "", wide: styles.wide, preview: `${styles.wide} ${styles.steady}` } as const;

/** A dialog: keeps the focus until it is closed; Escape closes it. */
export function Dialog({
  title,
  isOpen,
  onClose,
  place = "middle",
  size = "normal",
  children,
  actions,
}: Props) {
  const intl = useIntl();
  return (
    <ModalOverlay
      className={`${styles.overlay} ${styles[place]}`}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={place === "side"}
    >
      <Modal className={`${styles.modal} ${SIZES[size]}`}>
        <AriaDialog className={styles.dialog ?? ""}>
          <header className={styles.header}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label={intl.formatMessage({ id: "frame.close" })} icon="close" onPress={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
          {actions && <footer className={styles.footer}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
