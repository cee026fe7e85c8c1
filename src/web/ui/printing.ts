import { useMedia } from "./use-media.ts";

/** Whether the page is being printed: it then shows what the paper is to have, at once. */
export function useIsPrinting(): boolean {
  return useMedia("print");
}
