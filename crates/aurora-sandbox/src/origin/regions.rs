//! Region groups and their regions: real codes, so that examples read as they do at the service.

/// A market that is modelled as one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Group {
    /// `regionGroupCode`.
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// Currency and price base of its downloads, for example `gbp2024`.
    pub(crate) currency: &'static str,
    /// Every region that belongs to the group, the main one first.
    pub(crate) regions: &'static [Region],
    /// The regions that its scenarios list by themselves. Those of `erc` list the group's own code, which is no member of
    /// `regions`; those of `aus` list fewer than all.
    pub(crate) own: &'static [&'static str],
    /// Whether there are prices by node.
    pub(crate) nodal: bool,
}

/// A price zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Region {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
}

const fn region(code: &'static str, name: &'static str) -> Region {
    Region { code, name }
}

/// All groups, in the order in which the service lists them.
pub(crate) static GROUPS: &[Group] = &[
    Group {
        code: "gbr",
        name: "Great Britain",
        currency: "gbp2024",
        regions: &[region("gbr", "Great Britain")],
        own: &["gbr"],
        nodal: false,
    },
    Group {
        code: "deu",
        name: "Germany",
        currency: "eur2024",
        regions: &[region("deu", "Germany")],
        own: &["deu"],
        nodal: false,
    },
    Group {
        code: "fra",
        name: "France",
        currency: "eur2024",
        regions: &[region("fra", "France")],
        own: &["fra"],
        nodal: false,
    },
    Group {
        code: "iberia",
        name: "Iberia",
        currency: "eur2024",
        regions: &[region("esp", "Spain"), region("prt", "Portugal")],
        own: &["esp", "prt"],
        nodal: false,
    },
    Group {
        code: "aus",
        name: "Australia (NEM)",
        currency: "aud2024",
        regions: &[
            region("nsw", "New South Wales"),
            region("vic", "Victoria"),
            region("qld", "Queensland"),
            region("sau", "South Australia"),
            region("tas", "Tasmania"),
        ],
        own: &["nsw", "vic"],
        nodal: false,
    },
    Group {
        code: "erc",
        name: "ERCOT",
        currency: "usd2024",
        regions: &[region("erc_houston", "Houston"), region("erc_west", "West")],
        own: &["erc"],
        nodal: true,
    },
    Group {
        code: "peu",
        name: "Pan-Europe",
        currency: "eur2024",
        regions: &[
            region("peu_deu", "Germany"),
            region("peu_fra", "France"),
            region("peu_nld", "Netherlands"),
        ],
        own: &["peu_deu", "peu_fra", "peu_nld"],
        nodal: false,
    },
];

impl Group {
    /// Whether outputs are served for this region: its own ones, and the others of the group.
    pub(crate) fn serves(&self, region: &str) -> bool {
        self.own.contains(&region) || self.regions.iter().any(|known| known.code == region)
    }
}
