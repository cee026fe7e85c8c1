import { useQuery } from "@tanstack/react-query";
import type { Me } from "../data/me.ts";
import { conflictQuery, type OrganizationSettings } from "../data/organization.ts";

/**
 * What the person's own partner says about a customer while that conflicts with another partner (R10): null if it does
 * not, undefined while it is being read.
 */
export function useOwnSide(organizationId: string, me: Me, { conflict }: OrganizationSettings) {
  const { data } = useQuery({ ...conflictQuery(organizationId), enabled: conflict !== undefined });
  if (conflict === undefined) return null;
  if (data === undefined) return undefined;
  return data?.sides.find(({ partnerId }) => partnerId === me.partnerId) ?? null;
}
