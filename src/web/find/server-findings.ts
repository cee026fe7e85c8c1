import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { BodyOf } from "../../client/operation.ts";
import { MIN_SEARCH_LETTERS, searchQuery } from "../data/search.ts";
import { customerPath, installationPath, userPath } from "../paths.ts";
import { type Finding, matches } from "./finding.ts";

type Found = BodyOf<"GET", "/v1/search">;

export interface ServerFindings {
  readonly customers: readonly Finding[];
  readonly users: readonly Finding[];
  readonly installations: readonly Finding[];
  /** Whether the answer for this text is still to come. */
  readonly isSearching: boolean;
}

const NOTHING = { customers: [], users: [], installations: [] } as const;

/**
 * The customers, users and installations that the server finds for a text. Until its answer is there, those of the text
 * before that match this one, too.
 */
export function useServerFindings(text: string): ServerFindings {
  const typed = text.trim();
  const asked = useDeferredValue(typed);
  const { data, isPlaceholderData, isFetching } = useQuery({
    ...searchQuery(asked),
    placeholderData: keepPreviousData,
  });
  if (typed.length < MIN_SEARCH_LETTERS) return { ...NOTHING, isSearching: false };
  const isOld = isPlaceholderData || asked !== typed;
  if (!data) return { ...NOTHING, isSearching: isFetching || isOld };
  const still = (items: readonly Finding[]) =>
    isOld ? items.filter(({ name, about }) => matches(typed, name, about)) : items;
  return {
    customers: still(data.organizations.map(toCustomer)),
    users: still(data.users.map(toUser)),
    installations: still(data.installations.map(toInstallation)),
    isSearching: isOld,
  };
}

function toCustomer({ id, name }: Found["organizations"][number]): Finding {
  return { id: `customer ${id}`, name, icon: "company", href: customerPath(id) };
}

function toUser({
  id,
  displayName,
  email,
  organizationId,
  organizationName,
}: Found["users"][number]): Finding {
  return {
    id: `user ${id}`,
    name: displayName,
    about: `${email} · ${organizationName}`,
    icon: "user",
    href: userPath(organizationId, id),
  };
}

/** Leads to the user's panel, or to that of the installation if it told no user. */
function toInstallation(one: Found["installations"][number]): Finding {
  const { installation, organizationId, organizationName, user, version } = one;
  const about = [user?.displayName, organizationName, version].filter(
    (text) => text !== undefined && text !== null,
  );
  return {
    id: `installation ${organizationId} ${installation}`,
    name: installation,
    about: about.join(" · "),
    icon: "computer",
    href: user
      ? userPath(organizationId, user.id, installation)
      : installationPath(organizationId, installation),
  };
}
