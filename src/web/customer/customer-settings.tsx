import { useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMe } from "../data/me.ts";
import { conflictQuery, organizationQuery, organizationSettingsQuery } from "../data/organization.ts";
import { FROM_CACHE, queryClient } from "../data/query-client.ts";
import { BuildsDownload } from "../downloads/builds-download.tsx";
import { Loading } from "../ui/states.tsx";
import type { CustomerVisit } from "../visit.ts";
import { CustomerNumbers } from "./customer-number.tsx";
import { CustomerSettingsForm } from "./customer-settings-form.tsx";
import { EnrolmentSection } from "./enrolment-section.tsx";
import { LegacySettings } from "./legacy-settings.tsx";
import { useOwnSide } from "./own-side.ts";

const route = getRouteApi("/signed-in/customers/$organizationId/settings");

/** The settings and, where partners conflict (R10), what each of them says. */
export async function loadCustomerSettings({ params: { organizationId } }: CustomerVisit): Promise<void> {
  const { body } = await queryClient.query({ ...organizationSettingsQuery(organizationId), ...FROM_CACHE });
  if (body.conflict) await queryClient.query({ ...conflictQuery(organizationId), ...FROM_CACHE });
}

/** *Organization Settings*: opening them migrates legacy settings (R24). */
export function CustomerSettings() {
  const { organizationId } = route.useParams();
  const { download } = route.useSearch();
  const navigate = route.useNavigate();
  const me = useMe();
  const { data: organization } = useSuspenseQuery(organizationQuery(organizationId));
  const { data } = useSuspenseQuery(organizationSettingsQuery(organizationId));
  const side = useOwnSide(organizationId, me, data.body);
  // A conflict may begin while the page is open.
  if (side === undefined) return <Loading />;
  return (
    <div key={organizationId}>
      <LegacySettings organizationId={organizationId} me={me} settings={data.body} />
      <CustomerSettingsForm me={me} organization={organization} answer={data} side={side}>
        <BuildsDownload
          platform={download}
          organizationId={organizationId}
          onSearch={(search, replace = false) => void navigate({ search, replace, resetScroll: false })}
        />
      </CustomerSettingsForm>
      <CustomerNumbers organization={organization} />
      <EnrolmentSection organizationId={organizationId} />
    </div>
  );
}
