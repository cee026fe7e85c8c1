import { FormattedMessage, useIntl } from "react-intl";
import { ProgressSection } from "../charts/progress-section.tsx";
import { SpreadSection } from "../charts/spread-section.tsx";
import { WeekSection } from "../charts/week-strip.tsx";
import { type Me, useMe } from "../data/me.ts";
import { Page } from "../ui/page.tsx";
import { Section } from "../ui/section.tsx";
import { AdoptionLine } from "./adoption-line.tsx";
import { Attention } from "./attention.tsx";
import { ComingReleases } from "./coming-releases.tsx";
import { CustomerNumbers } from "./customer-numbers.tsx";
import { Notices } from "./notices.tsx";

/** The overview: how releases spread and what arrives, what needs attention, what comes, and how many customers inherit. */
export function OverviewPage() {
  const intl = useIntl();
  const me = useMe();
  return (
    <Page title={intl.formatMessage({ id: "frame.place.overview" })}>
      <Sections me={me} />
    </Page>
  );
}

function Sections({ me }: { me: Me }) {
  return (
    <div>
      <Notices />
      <SpreadSection scope={{}} />
      <WeekSection />
      <ProgressSection />
      <Section
        title={<FormattedMessage id="overview.attention" />}
        about={<FormattedMessage id="overview.attention.about" />}
      >
        <Attention />
      </Section>
      <ComingReleases me={me} />
      <Section
        title={<FormattedMessage id="overview.customers" />}
        about={<FormattedMessage id="overview.customers.about" />}
      >
        <CustomerNumbers />
      </Section>
      <Section
        title={<FormattedMessage id="overview.adoption" />}
        about={<FormattedMessage id="overview.adoption.about" />}
      >
        <AdoptionLine />
      </Section>
    </div>
  );
}
