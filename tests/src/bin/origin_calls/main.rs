//! Performs the steps of `tests/conformance/origin/checks` with our client, in the same order and with the same arguments,
//! and writes what arrived at the sandbox to a file, for the comparison with the Python client.

mod editor;
mod inputs;
mod outputs;
mod projects;
mod run;
mod sessions;

use std::io::Write as _;
use std::process::ExitCode;

use run::{Failure, Run, perform};

#[tokio::main]
async fn main() -> ExitCode {
    match calls().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing is left to do when the standard error is closed.
            let _written = writeln!(std::io::stderr(), "FAILED {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn calls() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [root, scenario, inputs, cache, out] = arguments.as_slice() else {
        return Err("usage: origin_calls SANDBOX_URL SCENARIO_URL INPUTS_URL CACHE_FOLDER OUT.json".into());
    };
    let mut run = Run::new(root, scenario, inputs, cache)?;
    steps(&mut run).await?;
    run.write(out)
}

/// All steps. The names are those of the Python functions; the comparison fails when they are not the same.
async fn steps(run: &mut Run) -> Result<(), Failure> {
    perform!(run, sessions: make_session, list_published, list_published_of_region, list_published_of_unknown_region,
        get_scenario, get_unknown_scenario, get_meta, product_by_name, product_by_id, product_unknown, create_project,
        list_projects, get_project, update_project, pin_project, unpin_project, create_scenario, update_scenario,
        weather_years, project_lists_its_scenario);
    perform!(run, inputs: inputs_session, technology_names, technology, technology_of_subregion, update_exogenous,
        update_exogenous_of_subregion, update_endogenous, update_endogenous_month, update_endogenous_definition,
        demand_regions, demand_of_all, demand_of_region, demand_aggregated, update_demand, update_demand_of_several,
        demand_technology_names, demand_technologies, update_demand_technology, update_demand_technology_of_several,
        commodities, commodities_of_region, update_commodity, update_commodity_native, rebase_commodities,
        read_after_rebase, interconnector_connections, interconnectors, update_interconnector, workbook,
        edits_are_listed, data_not_ready, data_not_ready_on_a_write);
    perform!(run, outputs: make_scenario, read_field, refresh, downloadable_regions, scenario_regions, scenario_region,
        download_types, download_years, output_url, output_csv, output_csv_again, output_csv_without_cache,
        output_with_currency, output_with_params, output_with_sub_type, output_of_year, output_too_early, data_frame,
        refused_requests, latest, latest_by_name, latest_of_unknown_region, nodal_scenario, output_of_node,
        node_missing, output_of_additional_region);
    perform!(run, projects: project_unknown_by_name, project_create, project_make, project_by_name, project_read_field,
        project_pin, project_refresh, project_pin_again, project_refresh_again, project_unpin,
        project_get_or_create_existing, project_get_or_create_new, scenario_unknown_by_name, project_create_scenario,
        scenario_by_name, scenario_get_or_create_existing, scenario_get_or_create_new);
    perform!(run, editor: editor_make, editor_refresh, editor_demand_regions, editor_demand_for_region,
        editor_demand_technologies, editor_update_demand, editor_update_demand_technology, editor_technology_names,
        editor_technology_names_again, editor_technology, editor_update_exogenous, editor_update_endogenous,
        editor_commodities, editor_update_commodity, editor_rebase_commodities);
    perform!(run, sessions: launch_scenario, wait_for_run, model_files, model_file_location, model_file_unknown);
    perform!(run, outputs: output_of_own_run);
    perform!(run, sessions: delete_scenario, delete_project);
    perform!(run, projects: projects_by_name_deleted);
    Ok(())
}
