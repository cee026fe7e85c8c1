import { useRef } from "react";

/** Moves the focus to an element once a dialog that is closing has let go of it. */
export function useFocusLater() {
  const ref = useRef<HTMLFieldSetElement>(null);
  const focus = () => window.setTimeout(() => ref.current?.focus(), 50);
  return { ref, focus };
}
