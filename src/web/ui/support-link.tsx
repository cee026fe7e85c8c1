import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { configurationQuery } from "../data/configuration.ts";

/** The address of support, or null if none is configured, or the configuration could not be loaded. */
export function useSupportUrl(): string | null {
  const { data } = useQuery({ ...configurationQuery, enabled: false });
  return data?.supportUrl ?? null;
}

/** Words that lead to support, or plain words if no address of it is configured. */
export function SupportLink({ children }: { children: ReactNode }) {
  const url = useSupportUrl();
  if (url === null) return children;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}

/** The value of the tag `support` in a message. */
export function linkSupport(words: ReactNode): ReactNode {
  return <SupportLink>{words}</SupportLink>;
}
