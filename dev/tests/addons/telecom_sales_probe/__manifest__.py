{
    "name": "Telecom Sales Probe",
    "summary": "One of each thing that an addon can add to Telecom Sales",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "LGPL-3",
    "author": "telecom_sales_system contributors",
    "depends": ["telecom_sales_system"],
    "data": ["security/ir.model.access.csv", "data/telecom_setup_step.xml"],
}
