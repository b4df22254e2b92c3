//! What a project is made of, or changed to.

use aurora_core::Result;
use serde_json::Value;

use super::ProductId;
use crate::check::{invalid, not_empty};
use crate::settings::settings;

settings! {
    /// A project to be made. Each field is unset, null or a value; only what is set is sent.
    ///
    /// ```
    /// use origin_client::NewProject;
    ///
    /// let project = NewProject::new("Gas prices").with_description("what if").with_product("SaaS");
    /// assert!(project.validate().is_ok());
    /// ```
    NewProject, fields
    /// The fields of a project that can be set.
    ProjectField {
        /// Sets the name.
        with_name, Name, "name": String;
        /// Sets the description.
        with_description, Description, "description": String;
        /// Sets the product, by its id or its name. Accounts of customers leave it out. Null counts as left out.
        with_product, Product, "productId": ProductId;
    }
}

impl NewProject {
    /// A project of this name. `NewProject::default()` has none yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self::default().with_name(name)
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the name is missing or empty.
    pub fn validate(&self) -> Result<()> {
        let name = self.get(ProjectField::Name).and_then(Value::as_str);
        not_empty("name, the project's name,", name.unwrap_or_default())
    }

    pub(super) fn or_named(self, name: &str) -> Self {
        match self.get(ProjectField::Name) {
            Some(_) => self,
            None => self.with_name(name),
        }
    }
}

settings! {
    /// Changes to a project. Each field is unset, null or a value; only what is set is sent, and the rest stays as it is.
    ///
    /// Unverified: the name of the field that says which project it is, `projectGlobalId`, is that of the other operations.
    ProjectUpdate, fields
    /// The fields of a project that can be changed.
    ProjectUpdateField {
        /// Sets which project is changed, by its id.
        with_project, Project, "projectGlobalId": String;
        /// Sets the name.
        with_name, Name, "name": String;
        /// Sets the description.
        with_description, Description, "description": String;
        /// Sets the product, by its id or its name. Null counts as left out.
        with_product, Product, "productId": ProductId;
    }
}

impl ProjectUpdate {
    /// No change yet to the project of this id.
    #[must_use]
    pub fn new(project_id: impl Into<String>) -> Self {
        Self::default().with_project(project_id)
    }

    /// What can be told to be wrong before the service is asked.
    ///
    /// # Errors
    ///
    /// Fails with `InvalidRequest` when the id is missing or empty, when nothing is changed, and when the name is set to nothing.
    pub fn validate(&self) -> Result<()> {
        let id = self.get(ProjectUpdateField::Project).and_then(Value::as_str);
        not_empty("projectGlobalId, the id of the project,", id.unwrap_or_default())?;
        if self.fields().len() < 2 {
            return Err(invalid("the update changes nothing").with_advice("set at least one field"));
        }
        match self.get(ProjectUpdateField::Name) {
            Some(name) => not_empty("name, the project's name,", name.as_str().unwrap_or_default()),
            None => Ok(()),
        }
    }
}
