import { useQuery } from "@tanstack/react-query";
import { type Me, useMe } from "../data/me.ts";
import { partnerQuery } from "../data/partners.ts";

/** The name of a partner, or undefined if it is not loaded yet or the person may not see that partner. */
export function usePartnerName(id: string | undefined): string | undefined {
  const me = useMe();
  const isSeen = id !== undefined && seesPartner(me, id);
  const { data: partner } = useQuery({ ...partnerQuery(id ?? ""), enabled: isSeen });
  return partner?.name;
}

/** A partner's people see no other partner: the server would refuse. */
function seesPartner(me: Me, id: string): boolean {
  return me.partnerId === undefined || me.partnerId === id;
}
