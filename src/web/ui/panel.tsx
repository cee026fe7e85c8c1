import { type ReactNode, useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";
import { useIntl } from "react-intl";
import { IconButton } from "./button.tsx";
import dialog from "./dialog.module.css";
import { Dialog } from "./dialog.tsx";
import styles from "./panel.module.css";
import { openerOfPanel, usePanelColumn } from "./panel-column.ts";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** The buttons at the end; the main one is last. */
  readonly actions?: ReactNode;
}

/**
 * What is open in a list. On a wide screen it stands beside the page, and both can be used; on others it is a dialog over
 * the page.
 */
export function Panel(props: Props) {
  const place = usePanelColumn();
  if (place === undefined) return null;
  if (place !== null) return createPortal(<Beside {...props} />, place);
  return <Dialog {...props} isOpen place="side" />;
}

function Beside({ title, onClose, children, actions }: Props) {
  const intl = useIntl();
  const id = useId();
  const { panel, close } = useBeside(onClose);
  return (
    <aside ref={panel} className={styles.beside} aria-labelledby={id} tabIndex={-1} data-panel>
      <header className={dialog.header}>
        <h2 id={id}>
          <bdi>{title}</bdi>
        </h2>
        <IconButton label={intl.formatMessage({ id: "frame.close" })} icon="close" onPress={close} />
      </header>
      <div className={dialog.body}>{children}</div>
      {actions && <footer className={dialog.footer}>{actions}</footer>}
    </aside>
  );
}

/**
 * Takes the focus if the panel was opened by a key or by its address, and leaves it where a pointer was used; closes at
 * Escape, and gives the focus back to what opened it.
 */
function useBeside(onClose: () => void) {
  const panel = useRef<HTMLElement>(null);
  // What had the focus when it was opened, if that is no row of a list: the row may be another one by now.
  const before = useRef<HTMLElement | null>(null);
  const close = () => {
    const opener = before.current?.isConnected ? before.current : openerOfPanel();
    onClose();
    opener?.focus();
  };
  const last = useRef(close);
  useEffect(() => {
    last.current = close;
  });
  useEffect(() => {
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.matches("#content :not([data-opens])"))
      before.current = focused;
    if (!focused || focused.matches("body, #content :focus-visible")) panel.current?.focus();
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && isOfPage(event.target)) last.current();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return { panel, close };
}

/** Whether a key was pressed in the page or its panel, and in nothing that Escape ends by itself. */
function isOfPage(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (
    target.closest('[role="dialog"], [role="listbox"], [role="menu"], input:not([type="checkbox"]), textarea')
  )
    return false;
  return target === document.body || target.closest("#content, [data-panel]") !== null;
}
