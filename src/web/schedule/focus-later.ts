import { useRef } from "react";

/** Moves the focus to an element after a closing dialog has released it. */
export function useFocusLater() {
  const ref = useRef<HTMLFieldSetElement>(null);
  const focus = () => window.setTimeout(() => ref.current?.focus(), 50);
  return { ref, focus };
}
