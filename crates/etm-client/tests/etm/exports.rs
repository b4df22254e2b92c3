//! Annual exports: their addresses, columns, versions, and what only looks like one.

use etm_client::table::Values;
use etm_client::{ErrorKind, Export};
use serde_json::json;
use wiremock::MockServer;

use crate::support::{answer, answer_raw, client, lines, requests};

const OFF: &str = "Merit order and time-resolved calculation are not enabled for this scenario";

/// A header and a row that the export may have.
fn sample(export: Export) -> &'static str {
    match export {
        Export::CostsParameters => "Group,Subgroup,Key,Total costs (eur),WACC\ncosts_co2,ccus,a,1.5,0.04\n",
        Export::Sankey => {
            "Group,Carrier,Category,Type,present_year,future_year,Value Unit\nPrimary demand,Coal,x,Output,31.2,182.7,PJ\n"
        }
        Export::StorageParameters => {
            "Group,Carrier,Key,Parameter,Future value,Unit\nStorage,Gas,a,Energy input,12.4,PJ\n"
        }
        Export::DirectEmissionsPresent | Export::DirectEmissionsFuture => {
            "Sector,Subsector,Key,GHG,CO2 production [kton CO2-eq]\nWaste,x,a,co2,0.0\n"
        }
        Export::MoleculeFlow => "key,input_of_co2 (kg),output_of_co2 (kg)\na,0.0,1.0\n",
        Export::EnergyFlow | Export::EnergyFlowPresent => "key,input_of_coal (MJ),output_of_coal (MJ)\na,0.0,1.0\n",
        Export::ApplicationDemands => "key,primary_co2_emission,primary_demand_of_coal (MJ)\na,1.0,2.0\n",
        Export::ProductionParameters => "key,number_of_units,heat_output_capacity (MW),wacc (factor)\na,1,2.0,0.1\n",
        _ => "key,peak_capacity\na.output (MW),61.2043\n",
    }
}

#[tokio::test]
async fn all_fourteen_exports_have_an_address_and_become_tables() {
    let server = MockServer::start().await;
    for export in Export::all() {
        answer_raw(
            &server,
            "GET",
            &format!("/scenarios/7/{export}"),
            200,
            "text/csv",
            sample(export),
        )
        .await;
    }
    let (client, _) = client(&server);
    for export in Export::all() {
        let table = client.exports(7).get(export).await.unwrap();
        assert_eq!(table.rows(), 1, "{export}");
        assert!(table.index().is_none());
        assert!(
            table.columns().iter().any(|column| column.unit.is_some())
                || export == Export::Sankey
                || export == Export::StorageParameters,
            "{export}"
        );
        assert_eq!(client.exports(7).csv(export).await.unwrap(), sample(export));
    }
    let expected: Vec<_> = Export::all()
        .iter()
        .flat_map(|export| vec![format!("GET /api/v3/scenarios/7/{export}"); 2])
        .collect();
    assert_eq!(lines(&server).await, expected);
    assert!(
        requests(&server)
            .await
            .iter()
            .all(|request| request.headers["accept"] == "text/csv")
    );
}

#[tokio::test]
async fn columns_that_an_engine_adds_are_kept_with_their_units() {
    let header = "Sector,Subsector,IPCC CRT code,IPCC CRT category,Key,GHG,CO2 production [kton CO2-eq],Brand new [Mt]";
    let text = format!("{header}\nWaste,-,5.A,-,a,co2,0.5,1\nWaste,-,,-,b,other_ghg,,2\n");
    let server = MockServer::start().await;
    answer_raw(
        &server,
        "GET",
        "/scenarios/7/direct_emissions_future",
        200,
        "text/csv",
        text,
    )
    .await;
    let (client, _) = client(&server);
    let table = client.exports(7).get(Export::DirectEmissionsFuture).await.unwrap();
    let units: Vec<_> = table.columns().iter().map(|column| column.unit.as_deref()).collect();
    assert_eq!(
        units,
        [None, None, None, None, None, None, Some("kton CO2-eq"), Some("Mt")]
    );
    assert_eq!(
        table.column("CO2 production [kton CO2-eq]").unwrap().values,
        Values::Number(vec![Some(0.5), None])
    );
    assert_eq!(
        table.column("Subsector").unwrap().values,
        Values::Text(vec![Some("-".to_owned()); 2])
    );
    assert_eq!(
        table.column("IPCC CRT code").unwrap().values,
        Values::Text(vec![Some("5.A".to_owned()), None])
    );
}

#[tokio::test]
async fn an_export_that_the_engine_has_not_names_the_engines_that_have_it() {
    for (export, expected) in [
        (Export::DirectEmissionsPresent, "since June 2026"),
        (Export::EnergyFlowPresent, "since February 2026"),
        (Export::ProductionParameters, "until June 2026"),
        (Export::ApplicationDemands, "until January 2026"),
        (Export::Sankey, "every engine has it"),
    ] {
        for (content_type, body) in [
            ("text/html", "<!DOCTYPE html><h1>404".to_owned()),
            (
                "application/json",
                json!({"status": 404, "error": "Not Found"}).to_string(),
            ),
            ("text/plain", String::new()),
        ] {
            let server = MockServer::start().await;
            answer_raw(
                &server,
                "GET",
                &format!("/scenarios/7/{export}"),
                404,
                content_type,
                body,
            )
            .await;
            let error = client(&server).0.exports(7).get(export).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::NotFound);
            assert!(
                error.to_string().contains(&format!("this engine has no {export}: ")),
                "{error}"
            );
            assert!(error.to_string().contains(expected), "{error}");
        }
    }
}

#[tokio::test]
async fn a_missing_session_is_no_missing_export() {
    let server = MockServer::start().await;
    answer(
        &server,
        "GET",
        "/scenarios/7/sankey",
        404,
        json!({"errors": ["No such scenario: 7"]}),
    )
    .await;
    let error = client(&server).0.exports(7).csv(Export::Sankey).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.messages()),
        (ErrorKind::NotFound, ["No such scenario: 7".to_owned()].as_slice())
    );
    assert!(!error.to_string().contains("this engine has no"), "{error}");
}

#[tokio::test]
async fn pages_and_messages_with_status_200_never_pass_as_an_export() {
    for (content_type, body, kind, expected) in [
        ("text/csv", OFF, ErrorKind::NotFound, "no hourly data"),
        ("text/html", "<html>Sign in", ErrorKind::Decode, "a page"),
        (
            "application/json",
            "{\"errors\":[\"later\"]}",
            ErrorKind::Decode,
            "JSON",
        ),
        ("text/plain", "Group,Carrier\n", ErrorKind::Decode, "\"Group,Carrier\""),
    ] {
        let server = MockServer::start().await;
        answer_raw(
            &server,
            "GET",
            "/scenarios/7/hydrogen_capacities",
            200,
            content_type,
            body,
        )
        .await;
        let (client, _) = client(&server);
        let error = client.exports(7).get(Export::HydrogenCapacities).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.operation(), Some("export_hydrogen_capacities"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        let error = client
            .exports(7)
            .download(Export::HydrogenCapacities, &path)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_ragged_row_is_told_with_its_line() {
    let server = MockServer::start().await;
    answer_raw(
        &server,
        "GET",
        "/scenarios/7/sankey",
        200,
        "text/csv",
        "Group,Carrier\na,b\nc\n",
    )
    .await;
    let error = client(&server).0.exports(7).get(Export::Sankey).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Decode, Some("export_sankey"))
    );
    assert!(error.to_string().contains("line 3 of the table has 1 cells"), "{error}");
}

#[tokio::test]
async fn an_export_goes_to_disk_as_it_is() {
    let server = MockServer::start().await;
    answer_raw(
        &server,
        "GET",
        "/scenarios/7/sankey",
        200,
        "text/csv",
        sample(Export::Sankey),
    )
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sankey.csv");
    let report = client(&server)
        .0
        .exports(7)
        .download(Export::Sankey, &path)
        .await
        .unwrap();
    assert_eq!(report.bytes, sample(Export::Sankey).len() as u64);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), sample(Export::Sankey));
}

#[cfg(feature = "blocking")]
#[test]
fn the_waiting_client_gives_the_same_export() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(MockServer::start());
    runtime.block_on(answer_raw(
        &server,
        "GET",
        "/scenarios/7/sankey",
        200,
        "text/csv",
        sample(Export::Sankey),
    ));
    let blocking = etm_client::blocking::EtmClient::new(client(&server).0).unwrap();
    assert_eq!(blocking.exports(7).get(Export::Sankey).unwrap().rows(), 1);
}
