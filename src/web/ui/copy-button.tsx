import type { ReactNode } from "react";
import { useIntl } from "react-intl";
import { Button, IconButton } from "./button.tsx";
import { say } from "./toasts.tsx";

interface Props {
  readonly text: string;
  /** Says what; read out where the button is an icon alone. */
  readonly label: string;
  /** What stands on the button; none: an icon alone. */
  readonly children?: ReactNode;
}

/** Puts a text where it can be pasted from. */
export function CopyButton({ text, label, children }: Props) {
  const intl = useIntl();
  const copy = () => {
    copyText(text).then(
      () => say({ text: intl.formatMessage({ id: "frame.copied" }) }),
      () => say({ text: intl.formatMessage({ id: "frame.copy_failed" }) }),
    );
  };
  if (children === undefined) return <IconButton label={label} icon="copy" onPress={copy} />;
  return (
    <Button icon="copy" onPress={copy}>
      {children}
    </Button>
  );
}

/** Pages that came over plain HTTP have no clipboard. */
async function copyText(text: string): Promise<void> {
  if (!("clipboard" in navigator)) throw new Error("there is no clipboard");
  await navigator.clipboard.writeText(text);
}
