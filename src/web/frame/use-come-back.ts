import { useEffect, useEffectEvent } from "react";
import { api } from "../data/api.ts";
import { PartMissingError } from "../data/load-part.ts";
import { reloadForPart } from "../data/page-update.ts";
import { toRefusal } from "../data/refused.ts";
import { liveChanges } from "./live-changes.ts";

/** How often the server is asked whether it answers again, in milliseconds. */
const ASK_MS = 3_000;

/** Loads what could not be loaded as soon as that may help: when the line or the server is back. */
export function useComeBack(error: unknown, retry: () => void): void {
  const again = useEffectEvent(() => {
    // A browser may remember that a file was not there, and the server may have another build of the page by now.
    if (error instanceof PartMissingError) reloadForPart();
    else retry();
  });
  const { status } = toRefusal(error);
  const hadNoAnswer = status === 0;
  const mayHelp = hadNoAnswer || status >= 500;
  useEffect(() => {
    if (!mayHelp) return;
    const stops = [liveChanges.onOpened(() => again()), whenOnline(() => again())];
    if (hadNoAnswer) stops.push(whenServerAnswers(() => again()));
    return () => {
      for (const stop of stops) stop();
    };
  }, [mayHelp, hadNoAnswer]);
}

function whenOnline(then: () => void): () => void {
  window.addEventListener("online", then);
  return () => window.removeEventListener("online", then);
}

/** Asks the server every few seconds, and goes on once it answers; before a sign-in there is no stream of changes. */
function whenServerAnswers(then: () => void): () => void {
  const timer = window.setInterval(async () => {
    const { ok } = await api.GET("/v1/configuration");
    if (ok) then();
  }, ASK_MS);
  return () => window.clearInterval(timer);
}
