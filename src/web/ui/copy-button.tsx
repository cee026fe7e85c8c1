import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import { Button, IconButton } from "./button.tsx";
import { showToast } from "./toasts.tsx";

interface Props {
  readonly text: string;
  /** Names what is copied, for screen readers where the button is an icon alone. */
  readonly label: string;
  /** The text of the button; an icon alone if left out. */
  readonly children?: ReactNode;
}

/** Copies a text to the clipboard. */
export function CopyButton({ text, label, children }: Props) {
  const intl = useIntl();
  const copy = () => {
    copyText(text).then(
      () => showToast({ text: intl.formatMessage({ id: "frame.copied" }) }),
      () => showToast({ text: intl.formatMessage({ id: "frame.copy_failed" }) }),
    );
  };
  if (children === undefined) return <IconButton label={label} icon="copy" onPress={copy} />;
  return (
    <Button icon="copy" onPress={copy}>
      {children}
    </Button>
  );
}

/** Fails on pages that came over plain HTTP: they have no clipboard. */
async function copyText(text: string): Promise<void> {
  if (!("clipboard" in navigator)) throw new Error("there is no clipboard");
  await navigator.clipboard.writeText(text);
}
