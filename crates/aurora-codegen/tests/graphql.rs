//! GraphQL operations: what is generated from them, what outlines and differences say, and what lint finds.

#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap in a helper is the message of the test that calls it"
)]

use aurora_codegen::{Error, Finding, Spec, diff, generate, lint, load, operations, operations_page, outline};

const FILE: &str = "specs/bakery.yaml";
const BASE: &str = include_str!("graphql.yaml");
const FILES: [(&str, &str); 3] = [
    ("bakery/get_loaf.graphql", include_str!("graphql/get_loaf.graphql")),
    ("bakery/bake_loaf.graphql", include_str!("graphql/bake_loaf.graphql")),
    ("bakery/fragments.graphql", include_str!("graphql/fragments.graphql")),
];

/// A change to the valid documents: in this file (the spec's is ""), this text by that one.
struct Change(&'static str, &'static str, &'static str);

fn spec(change: &Change) -> Spec {
    let Change(file, from, to) = *change;
    let change = |own: &str, text: &str| {
        if own != file {
            return text.to_owned();
        }
        assert_eq!(text.matches(from).count(), 1, "{from:?} has to occur once in {file:?}");
        text.replacen(from, to, 1)
    };
    let documents = FILES.map(|(path, text)| (path.to_owned(), change(path, text)));
    load(FILE, change("", BASE)).unwrap().with_graphql(documents)
}

fn unchanged() -> Spec {
    spec(&Change("none", "", ""))
}

fn shown(findings: &[Finding]) -> String {
    findings.iter().map(|finding| format!("{finding}\n")).collect()
}

const GET_LOAF: &str = "query GetLoaf($id: String!, $sizes: [Float!], $sliced: Boolean) {
  getLoaf(id: $id, sliced: $sliced, filter: {sizes: $sizes, note: \"...Summary\"}) {
    id
    bakedAt
    label
    crumbs
    slices {
      number
      weight
    }
  }
}
";

fn constant(source: &str, name: &str) -> String {
    let file = syn::parse_file(source).unwrap();
    let find = |items: &[syn::Item]| {
        items.iter().find_map(|item| match item {
            syn::Item::Const(own) if own.ident == name => Some(own.clone()),
            _ => None,
        })
    };
    let module = file.items.iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "documents" => module.content.clone(),
        _ => None,
    });
    match &*find(&module.unwrap().1).unwrap().expr {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) => text.value(),
        other => panic!("no text: {other:?}"),
    }
}

#[test]
fn the_valid_documents_have_no_findings() {
    assert_eq!(shown(&lint(&unchanged())), "");
}

#[test]
fn a_static_document_is_the_default_of_its_query_and_a_constant() {
    let source = generate(&unchanged()).unwrap();
    assert_eq!(constant(&source, "GET_LOAF"), GET_LOAF);
    let folded = source.split_whitespace().collect::<String>();
    assert!(
        folded.contains("pub(super)fnget_loaf_request_query()->::std::string::String{\"queryGetLoaf("),
        "{source}"
    );
    assert!(
        !folded.contains("fnbake_loaf_request_query"),
        "a dynamic one has no default"
    );
}

#[test]
fn a_dynamic_document_is_a_constant_with_its_spreads_left() {
    let source = generate(&unchanged()).unwrap();
    let text = constant(&source, "BAKE_LOAF");
    assert!(
        text.contains("    ingredients {\n      ...Ingredients\n    }\n"),
        "{text}"
    );
    assert!(
        text.contains("    slices {\n      number\n      weight\n    }\n"),
        "{text}"
    );
    assert!(!text.contains("fragment"), "{text}");
    assert!(source.contains("To fill in: `...Ingredients`."));
}

#[test]
fn each_answer_is_split_into_data_and_errors() {
    let source = generate(&unchanged()).unwrap().split_whitespace().collect::<String>();
    for (owner, data, errors) in [
        ("GetLoafResponse", "GetLoafData", "self.errors.unwrap_or_default()"),
        ("BakeLoafResponse", "BakeLoafData", "self.errors"),
    ] {
        assert!(source.contains(&format!(
            "impl::aurora_core::graphql::Replyfortypes::{owner}{{typeData=types::{data};"
        )));
        assert!(source.contains(&format!("{{(self.data,{errors})}}")), "{owner}");
    }
}

#[test]
fn the_schema_of_a_file_is_generated_and_its_enums_are_open() {
    let source = generate(&unchanged()).unwrap().split_whitespace().collect::<String>();
    assert!(source.contains("pubstructReceipt{"));
    assert!(source.contains("#[serde(untagged)]Unknown(::std::string::String)"));
    assert!(outline(&unchanged()).contains("type Receipt (file)\n"));
}

#[test]
fn the_table_knows_which_parameters_may_have_slashes() {
    let source = generate(&unchanged()).unwrap().split_whitespace().collect::<String>();
    assert!(source.contains("name:\"loafUrl\",") && source.contains("multi_segment:true,"));
    let found = operations(&unchanged());
    assert!(found[2].parameters[0].multi_segment);
}

#[test]
fn outline_and_page_name_the_document_and_keep_the_fragment() {
    let text = outline(&unchanged());
    let line = "POST /v1/graphql#bake_loaf bake_loaf once default BakeLoafRequest -> BakeLoafResponse\n  document \
                bakery/bake_loaf.graphql ...Ingredients\n";
    assert!(text.contains(line), "{text}");
    assert!(text.contains("  path loafUrl*: string (several segments)\n"), "{text}");
    let page = operations_page(&[("bakery".to_owned(), unchanged())]);
    assert!(page.contains("| `get_loaf` | `POST /v1/graphql#get_loaf` |"), "{page}");
}

#[test]
fn what_a_document_no_longer_asks_for_breaks_who_reads_it() {
    let changed = spec(&Change("bakery/fragments.graphql", "bakedAt label", "label bakedBy"));
    let lines: Vec<String> = diff(&unchanged(), &changed).iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "breaking  get_loaf: document without `bakedAt`",
            "breaking  bake_loaf: document without `bakedAt`",
            "          get_loaf: document with `bakedBy`",
            "          bake_loaf: document with `bakedBy`",
        ]
    );
    let moved = spec(&Change(
        "bakery/get_loaf.graphql",
        "number weight",
        "weight # later\n number",
    ));
    assert_eq!(diff(&unchanged(), &moved), []);
}

/// Rule, change, and where the finding is: the file's last name and the line.
type Break = (&'static str, Change, &'static str, usize);

fn check(breaks: &[Break]) {
    let mut wrong = Vec::new();
    for (rule, change, file, line) in breaks {
        let mut found = lint(&spec(change));
        if found.iter().any(Finding::stops_generation) {
            // What a parser has to say about the same mistake.
            found.retain(Finding::stops_generation);
        }
        let is_found = found
            .iter()
            .any(|own| own.rule == *rule && own.file.ends_with(file) && own.line == *line);
        if !is_found || found.iter().any(|own| own.rule != *rule) {
            wrong.push(format!(
                "{:?}: wanted {rule} at {file}:{line} only, got\n{}",
                change.2,
                shown(&found)
            ));
        }
        let stops = found.iter().any(Finding::stops_generation);
        assert_eq!(
            matches!(generate(&spec(change)), Err(Error::Findings(_))),
            stops,
            "{rule}"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_cannot_be_generated_is_reported_without_a_parser() {
    check(&[
        (
            "graphql-document",
            Change("", "bakery/get_loaf.graphql", "bakery/loaf.graphql"),
            "bakery.yaml",
            11,
        ),
        (
            "graphql-document",
            Change("bakery/get_loaf.graphql", "...Summary\n ", "...Sumary\n "),
            "get_loaf.graphql",
            4,
        ),
        (
            "graphql-document",
            Change(
                "bakery/get_loaf.graphql",
                "{ number weight }\n  }\n}",
                "{ number weight }\n  }",
            ),
            "get_loaf.graphql",
            2,
        ),
        (
            "graphql-document",
            Change("bakery/fragments.graphql", "  id\n", "  id ...Summary\n"),
            "get_loaf.graphql",
            4,
        ),
        (
            "graphql-document",
            Change(
                "bakery/get_loaf.graphql",
                "# One loaf.",
                "query Other { getLoaf { id } }",
            ),
            "get_loaf.graphql",
            1,
        ),
        (
            "graphql-document",
            Change(
                "",
                "x-hand-written: its address is handed out",
                "x-hand-written: its address is handed out\n      x-graphql-dynamic: [Some]",
            ),
            "bakery.yaml",
            52,
        ),
        (
            "graphql-envelope",
            Change("", "required: [variables]", "required: [query, variables]"),
            "bakery.yaml",
            6,
        ),
        (
            "graphql-envelope",
            Change("", "required: [query, variables]", "required: [variables]"),
            "bakery.yaml",
            26,
        ),
        (
            "graphql-envelope",
            Change(
                "",
                "        errors:\n          type: array\n          items: { $ref: \"#/components/schemas/GraphqlError\" }\n          description: The errors.\n",
                "",
            ),
            "bakery.yaml",
            26,
        ),
    ]);
}

#[test]
fn slashes_are_for_hand_written_operations_and_texts_in_the_path() {
    check(&[
        (
            "multi-segment",
            Change(
                "",
                "          schema: { type: string }\n      responses:",
                "          schema: { type: integer }\n          x-unit: none\n      responses:",
            ),
            "bakery.yaml",
            57,
        ),
        (
            "multi-segment",
            Change(
                "",
                "\"200\": { description: The loaf. }\ncomponents",
                "\"200\": { description: The loaf. }\n  /v2/{loafUrl}/x:\n    get:\n      operationId: other\n      summary: x\n      tags: [loaves]\n      parameters:\n        - { name: loafUrl, in: path, required: true, description: x, x-multi-segment: true, schema: { type: string } }\n      responses:\n        \"200\": { description: x }\ncomponents",
            ),
            "bakery.yaml",
            67,
        ),
    ]);
}

#[test]
fn a_schema_that_nothing_leads_to_says_what_file_it_describes() {
    check(&[
        (
            "unused-schema",
            Change("", "      x-document: receipt.json, which the till writes\n", ""),
            "bakery.yaml",
            186,
        ),
        (
            "unused-schema",
            Change(
                "",
                "name: { type: string, description: The name. }",
                "name: { type: string, description: The name., x-document: a file }",
            ),
            "bakery.yaml",
            165,
        ),
    ]);
}

#[cfg(feature = "lint")]
mod parsed {
    use super::*;

    const GET: &str = "bakery/get_loaf.graphql";
    const BAKE: &str = "bakery/bake_loaf.graphql";
    const SHARED: &str = "bakery/fragments.graphql";

    #[test]
    fn a_document_is_graphql_and_its_operation_is_named_after_the_spec() {
        check(&[
            (
                "graphql-syntax",
                Change(GET, "getLoaf(id: $id,", "getLoaf(id $id,"),
                "get_loaf.graphql",
                3,
            ),
            (
                "graphql-operation",
                Change(GET, "query GetLoaf(", "query Loaf("),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-operation",
                Change(GET, "query GetLoaf(", "query ("),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-operation",
                Change(GET, "query GetLoaf(", "mutation GetLoaf("),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-operation",
                Change(BAKE, "mutation BakeLoaf(", "query BakeLoaf("),
                "bake_loaf.graphql",
                1,
            ),
        ]);
    }

    #[test]
    fn variables_are_declared_used_and_of_the_types_of_the_schema() {
        check(&[
            (
                "graphql-variables",
                Change(GET, "$id: String!", "$id: Int!"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(GET, "$id: String!", "$id: [String!]!"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(GET, "$sliced: Boolean", "$sliced: Boolean!"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(GET, "[Float!]", "[Int!]"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(GET, "[Float!]", "Float"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change("", "items: { type: number }", "items: { type: number, nullable: true }"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(GET, ", sliced: $sliced", ""),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(GET, "$sliced: Boolean)", "$sliced: Boolean, $sliced: Boolean)"),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(
                    "",
                    "        sliced: { type: boolean, nullable: true, description: Whether it is sliced. }\n",
                    "",
                ),
                "get_loaf.graphql",
                2,
            ),
            (
                "graphql-variables",
                Change(
                    "",
                    "        sliced: {",
                    "        crusty: { type: boolean, description: x }\n        sliced: {",
                ),
                "get_loaf.graphql",
                1,
            ),
            (
                "graphql-variables",
                Change(BAKE, "$recipe: Recipe!", "$recipe: InputRecipe!"),
                "bake_loaf.graphql",
                1,
            ),
            (
                "graphql-variables",
                Change(BAKE, "$oven: OvenKind!", "$oven: String!"),
                "bake_loaf.graphql",
                1,
            ),
            (
                "graphql-arguments",
                Change(GET, "filter: {sizes: $sizes,", "other: $other, filter: {sizes: $sizes,"),
                "get_loaf.graphql",
                3,
            ),
            (
                "graphql-arguments",
                Change(GET, "getLoaf(id: $id,", "getLoaf(id: $id, id: \"a\","),
                "get_loaf.graphql",
                3,
            ),
        ]);
    }

    #[test]
    fn selections_follow_the_schema_of_the_answer() {
        check(&[
            (
                "graphql-selection",
                Change(SHARED, "label crumbs", "label crumbs flavour"),
                "fragments.graphql",
                1,
            ),
            (
                "graphql-selection",
                Change(SHARED, "label crumbs", "label crumbs { size }"),
                "fragments.graphql",
                1,
            ),
            (
                "graphql-selection",
                Change(SHARED, "label crumbs", "label { text } crumbs"),
                "fragments.graphql",
                1,
            ),
            (
                "graphql-selection",
                Change(SHARED, "  id\n", "  id { text }\n"),
                "fragments.graphql",
                4,
            ),
            (
                "graphql-selection",
                Change(GET, "    slices {", "    ... on Loaf { id }\n    slices {"),
                "get_loaf.graphql",
                5,
            ),
            (
                "graphql-selection",
                Change(GET, "    slices {", "    again: id\n    slices {"),
                "get_loaf.graphql",
                5,
            ),
            (
                "graphql-selection",
                Change(BAKE, "slices { ...Weighed }", "slices { ...Weighed ...Ingredients }"),
                "bake_loaf.graphql",
                4,
            ),
        ]);
        let found = lint(&spec(&Change(GET, "slices { number weight }", "slices")));
        assert!(
            shown(&found).contains("get_loaf.graphql:5: graphql-selection: `slices` is an object"),
            "{}",
            shown(&found)
        );
    }

    #[test]
    fn properties_that_nobody_selects_say_why() {
        check(&[
            (
                "graphql-not-selected",
                Change(GET, "number weight", "number"),
                "bakery.yaml",
                139,
            ),
            (
                "graphql-not-selected",
                Change("", ", x-not-selected: it is a secret", ""),
                "bakery.yaml",
                123,
            ),
            (
                "graphql-not-selected",
                Change(SHARED, "bakedAt label", "bakedAt label price"),
                "bakery.yaml",
                123,
            ),
        ]);
        let found = shown(&lint(&spec(&Change(GET, "number weight", "number"))));
        assert!(
            found.contains("`Slice.weight` is not selected by get_loaf; select it"),
            "{found}"
        );
    }

    #[test]
    fn fragments_spreads_and_files_are_used() {
        check(&[
            (
                "graphql-fragments",
                Change(BAKE, "slices { ...Weighed }", "slices { number weight }"),
                "bake_loaf.graphql",
                9,
            ),
            (
                "graphql-fragments",
                Change("", "[Ingredients]", "[Ingredients, Spices]"),
                "bakery.yaml",
                32,
            ),
        ]);
        let extra = (
            "bakery/old.graphql".to_owned(),
            "query Old { getLoaf { id } }".to_owned(),
        );
        let found = shown(&lint(&unchanged().with_graphql([extra])));
        assert!(
            found.starts_with("specs/bakery/old.graphql:1: graphql-file: no operation sends"),
            "{found}"
        );
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}
