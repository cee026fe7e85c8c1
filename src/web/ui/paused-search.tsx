import { useEffect, useRef, useState } from "react";
import { SearchField } from "./search-field.tsx";

/** So long nothing is typed before it is searched for. */
const PAUSE_MS = 250;

interface Props {
  readonly label: string;
  /** What is searched for, as the address says it. */
  readonly q: string;
  readonly onSearch: (q: string) => void;
}

/** A field to search in that does not ask at each letter. */
export function PausedSearch({ label, q, onSearch }: Props) {
  // What is typed and not in the address yet.
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
