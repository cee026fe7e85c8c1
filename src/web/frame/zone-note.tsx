import { FormattedMessage, useIntl } from "react-intl";
import { formatLocalHour, localZoneName } from "../ui/instant-formats.ts";

/**
 * In which zones the page writes days and times, once for all of it. Most days begin at midnight UTC, so that the hour at
 * which that is where the person is says of each of them what its hint would say, to every reader and on paper.
 */
export function ZoneNote() {
  const intl = useIntl();
  const now = new Date();
  const zone = localZoneName(intl, now.getTime());
  if (zone === null) return <FormattedMessage id="frame.zones.utc" />;
  const midnight = formatLocalHour(intl, now.setUTCHours(0, 0, 0, 0));
  return <FormattedMessage id="frame.zones" values={{ midnight, zone }} />;
}
