import { lazy, Suspense, useEffect, useState } from "react";
import { Button } from "react-aria-components/Button";
import { useIntl } from "react-intl";
import { loadPart } from "../data/load-part.ts";
import { hasHub, type Me } from "../data/me.ts";
import { Icon } from "../ui/icon.tsx";
import styles from "./palette.module.css";

const CommandPalette = lazy(() => loadPart(() => import("./command-palette.tsx")));

/** Opens the command palette, which is loaded when it is first asked for: by this button, by Ctrl K or by Cmd K. */
export function PaletteButton({ me }: { me: Me }) {
  const intl = useIntl();
  const [isOpen, setOpen] = useState(false);
  usePaletteKey(() => setOpen((before) => !before));
  const isBeside = hasHub(me);
  const keys = intl.formatMessage({ id: "find.keys" }, { isMac: String(IS_MAC) });
  return (
    <>
      <Button
        className={`${styles.button} ${isBeside ? styles.beside : ""}`}
        aria-label={intl.formatMessage({ id: "find.open" }, { keys })}
        onPress={() => setOpen(true)}
      >
        {!isBeside && <Icon name="search" />}
        <kbd>{keys}</kbd>
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <CommandPalette me={me} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

const IS_MAC = /^(Mac|iPad|iPhone)/.test(navigator.platform);

/** Calls `toggle` at Ctrl K, on a Mac at Cmd K, wherever the focus is. */
function usePaletteKey(toggle: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isAlone =
        !event.altKey && !event.shiftKey && event.metaKey === IS_MAC && event.ctrlKey !== IS_MAC;
      if (!isAlone || event.key.toLowerCase() !== "k" || event.repeat) return;
      event.preventDefault();
      toggle();
    };
    // Before any field that has a meaning of its own for the key.
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  });
}
