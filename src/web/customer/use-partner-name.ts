import { useQuery } from "@tanstack/react-query";
import { type Me, useMe } from "../data/me.ts";
import { partnerQuery } from "../data/partners.ts";

/** What a partner is called; undefined: it is not known yet, or is another partner than one's own. */
export function usePartnerName(id: string | undefined): string | undefined {
  const me = useMe();
  const isSeen = id !== undefined && seesPartner(me, id);
  const { data: partner } = useQuery({ ...partnerQuery(id ?? ""), enabled: isSeen });
  return partner?.name;
}

/** A partner's people see no other partner; asking for one would be refused. */
function seesPartner(me: Me, id: string): boolean {
  return me.partnerId === undefined || me.partnerId === id;
}
