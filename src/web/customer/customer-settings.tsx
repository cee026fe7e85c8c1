import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMe } from "../data/me.ts";
import { conflictQuery, organizationQuery, organizationSettingsQuery } from "../data/organization.ts";
import { Loading } from "../ui/states.tsx";
import { ConflictBanner } from "./conflict-banner.tsx";
import { CustomerSettingsForm } from "./customer-settings-form.tsx";
import { OlderSettings } from "./older-settings.tsx";

const route = getRouteApi("/signed-in/customers/$organizationId");

/** *Organization Settings*: opening them migrates older ones (R24). */
export function CustomerSettings() {
  const { organizationId } = route.useParams();
  const me = useMe();
  const { data: organization } = useSuspenseQuery(organizationQuery(organizationId));
  const { data } = useSuspenseQuery(organizationSettingsQuery(organizationId));
  const isInConflict = data.body.conflict !== undefined;
  const { data: conflict } = useQuery({ ...conflictQuery(organizationId), enabled: isInConflict });
  // A conflict may begin while the page is open.
  if (isInConflict && conflict === undefined) return <Loading />;
  const side = conflict?.sides.find(({ partnerId }) => partnerId === me.partnerId);
  return (
    <div key={organizationId}>
      <OlderSettings organizationId={organizationId} me={me} settings={data.body} />
      {isInConflict && <ConflictBanner organizationId={organizationId} />}
      <CustomerSettingsForm
        me={me}
        organization={organization}
        answer={data}
        side={(isInConflict && side) || null}
      />
    </div>
  );
}
