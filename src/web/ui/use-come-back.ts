import { useEffect, useEffectEvent } from "react";
import { onLineBack, whenServerAnswers } from "../data/line-back.ts";
import { PartMissing } from "../data/load-part.ts";
import { reloadForPart } from "../data/page-update.ts";
import { toRefusal } from "../data/refused.ts";

/** Loads what could not be loaded as soon as that may help: when the line or the server is back. */
export function useComeBack(error: unknown, retry: (() => void) | undefined): void {
  const again = useEffectEvent(() => {
    // A browser may remember that a file was not there, and the server may have another build of the page by now.
    if (error instanceof PartMissing) reloadForPart();
    else retry?.();
  });
  const { status, code } = toRefusal(error);
  const hadNoAnswer = status === 0 && code !== "unexpected";
  const mayHelp = retry !== undefined && (hadNoAnswer || status >= 500);
  useEffect(() => {
    if (!mayHelp) return;
    const stop = onLineBack(() => again());
    const stopWaiting = hadNoAnswer ? whenServerAnswers(() => again()) : undefined;
    return () => {
      stop();
      stopWaiting?.();
    };
  }, [mayHelp, hadNoAnswer]);
}
