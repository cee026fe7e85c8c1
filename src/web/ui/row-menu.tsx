import { useRef, useState } from "react";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useIntl } from "react-intl";
import styles from "./button.module.css";
import field from "./field.module.css";
import { Icon } from "./icon.tsx";

/** One thing that can be done with what a row shows. */
export interface RowAction {
  readonly key: string;
  readonly label: string;
  readonly onAction: () => void;
}

interface Props {
  /** The name of what the row shows. */
  readonly name: string;
  /** Gives the actions when the menu opens, so that rows which nobody opens cost nothing. */
  readonly actions: () => readonly RowAction[];
  readonly tabIndex?: number;
}

/** The button at the end of a row that opens a menu of what can be done. */
export function RowMenu({ name, actions, tabIndex }: Props) {
  const intl = useIntl();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const label = intl.formatMessage({ id: "frame.row_menu" }, { name });
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.iconButton}
        aria-label={intl.formatMessage({ id: "frame.row_menu.column" })}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        tabIndex={tabIndex}
        onClick={() => setOpen(true)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <Popover
          className={field.popover ?? ""}
          triggerRef={button}
          placement="bottom end"
          isOpen
          onOpenChange={setOpen}
        >
          <Menu
            className={field.list ?? ""}
            aria-label={label}
            autoFocus="first"
            items={actions().map((action) => ({ id: action.key, action }))}
            onClose={() => setOpen(false)}
          >
            {({ action }) => (
              <MenuItem className={field.option ?? ""} onAction={action.onAction}>
                {action.label}
              </MenuItem>
            )}
          </Menu>
        </Popover>
      )}
    </>
  );
}
