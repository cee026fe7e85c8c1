import { FormattedMessage } from "react-intl";
import { usePartnerName } from "../customer/use-partner-name.ts";

/** The name of a partner, where the person may see it. */
export function PartnerName({ id }: { id: string | undefined }) {
  const name = usePartnerName(id);
  return name === undefined ? <FormattedMessage id="explain.other_partner" /> : <b>{name}</b>;
}
