import { useState } from "react";
import { TextField } from "./text-field.tsx";

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  /** What is wrong with a text, or undefined if nothing is. */
  readonly check: (text: string) => string | undefined;
  /** Called with the whole text, at Enter or when the field is left. */
  readonly onCommit: (text: string) => void;
}

/** A text field that reports the whole text, not each letter. */
export function CommittedField({ value, check, onCommit, ...rest }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isAsked, setAsked] = useState(false);
  const commit = () => {
    if (typed === null) return;
    const text = typed.trim();
    setAsked(true);
    if (check(text) !== undefined) return;
    setTyped(null);
    setAsked(false);
    if (text !== value) onCommit(text);
  };
  return (
    <TextField
      {...rest}
      value={typed ?? value}
      onChange={setTyped}
      onBlur={commit}
      onKeyDown={({ key }) => key === "Enter" && commit()}
      problem={isAsked && typed !== null ? check(typed.trim()) : undefined}
    />
  );
}
