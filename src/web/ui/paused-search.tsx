import { useEffect, useRef, useState } from "react";
import { SearchField } from "./search-field.tsx";

/** A search begins when nothing was typed for this long. */
const PAUSE_MS = 250;

interface Props {
  readonly label: string;
  /** The text that is searched for, from the address. */
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

/** A search field that waits for a pause in typing before it searches. */
export function PausedSearch({ label, q, onSearch }: Props) {
  // The text that is typed and not in the address yet.
  const [typed, setTyped] = useState<string | null>(null);
  const send = useRef(onSearch);
  useEffect(() => {
    send.current = onSearch;
  });
  useEffect(() => {
    if (typed === null) return;
    if (typed === q) return setTyped(null);
    const timer = setTimeout(() => send.current(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, q]);
  return <SearchField label={label} value={typed ?? q} onChange={setTyped} />;
}
