import { useEffect, useRef, useState } from "react";

/** The state of the navigation at the left. On a narrow page it opens over the page until Escape or a press elsewhere. */
export function useNavigation() {
  const [isCollapsed, setCollapsed] = useState(false);
  const top = useRef<HTMLElement>(null);
  const side = useRef<HTMLElement>(null);
  const isOver = isCollapsed && isNarrow();
  useEffect(() => {
    if (!isOver) return;
    const close = (event: Event) => {
      const isInside = [top, side].some(({ current }) => current?.contains(event.target as Node));
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !isInside) setCollapsed(false);
    };
    document.addEventListener("keydown", close);
    document.addEventListener("pointerdown", close);
    return () => {
      document.removeEventListener("keydown", close);
      document.removeEventListener("pointerdown", close);
    };
  }, [isOver]);
  return {
    top,
    side,
    isCollapsed,
    toggle: () => setCollapsed((collapsed) => !collapsed),
    onGo: () => isNarrow() && setCollapsed(false),
  };
}

function isNarrow(): boolean {
  return matchMedia("(max-width: 48rem)").matches;
}
