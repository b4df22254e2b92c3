//! The table of operations in the generated code.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::Spec;
use crate::operations::{self, Operation, Parameter, Status, one_line};

/// `pub static OPERATIONS`, with every operation of the document, generated or hand-written.
pub(crate) fn tokens(spec: &Spec) -> TokenStream {
    let entries = operations::operations(spec)
        .into_iter()
        .map(|operation| entry(&operation))
        .collect::<Vec<_>>();
    quote! {
        /// Every operation of the service in the order of its document, with those that have a hand-written method
        /// instead of a generated one.
        pub static OPERATIONS: &[::aurora_core::operation::Operation] = &[#(#entries),*];
    }
}

fn entry(operation: &Operation) -> TokenStream {
    let Operation {
        id,
        method,
        path,
        summary,
        tag,
        idempotent,
        request_content,
        response_content,
        ..
    } = operation;
    let time_class = match operation.time_class.as_str() {
        "slow" => quote!(Slow),
        "compute" => quote!(Compute),
        _ => quote!(Default),
    };
    let parameters = operation.parameters.iter().map(parameter);
    let hand_written = operation.hand_written.is_some();
    let status = status(operation);
    quote! {
        ::aurora_core::operation::Operation {
            id: #id,
            method: #method,
            path: #path,
            summary: #summary,
            tag: #tag,
            idempotent: #idempotent,
            time_class: ::aurora_core::operation::TimeClass::#time_class,
            parameters: &[#(#parameters),*],
            request_content: &[#(#request_content),*],
            response_content: &[#(#response_content),*],
            hand_written: #hand_written,
            status: #status,
        }
    }
}

fn status(operation: &Operation) -> TokenStream {
    let Some(status) = &operation.status else {
        return quote!(::std::option::Option::None);
    };
    let what = status.what_happens();
    let variant = match status {
        Status::Removed(_) => format_ident!("Removed"),
        Status::Broken(_) => format_ident!("Broken"),
    };
    quote!(::std::option::Option::Some(::aurora_core::operation::OperationStatus::#variant(#what)))
}

fn parameter(parameter: &Parameter) -> TokenStream {
    let Parameter {
        name,
        required,
        multi_segment,
        ..
    } = parameter;
    let description = one_line(&parameter.description);
    let location = match parameter.location.as_str() {
        "path" => format_ident!("Path"),
        "header" => format_ident!("Header"),
        _ => format_ident!("Query"),
    };
    quote! {
        ::aurora_core::operation::Parameter {
            name: #name,
            location: ::aurora_core::operation::Location::#location,
            required: #required,
            description: #description,
            multi_segment: #multi_segment,
        }
    }
}
