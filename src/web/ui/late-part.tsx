import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { loadPart } from "../data/load-part.ts";
import { reloadForPart } from "../data/page-update.ts";
import { Failed } from "./states.tsx";

interface Props<Part> {
  /** Identifies the part, so that it is loaded once. */
  readonly name: string;
  readonly load: () => Promise<Part>;
  readonly children: (part: Part) => ReactNode;
}

/** A part of a page whose code is loaded when it is first shown; nothing is there before that. */
export function LatePart<Part>({ name, load, children }: Props<Part>) {
  const { data, error } = useQuery({
    queryKey: ["part", name],
    queryFn: () => loadPart(load),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    retry: false,
  });
  // A browser may remember that a file was not there.
  if (error) return <Failed error={error} onRetry={reloadForPart} />;
  return data === undefined ? null : children(data);
}
